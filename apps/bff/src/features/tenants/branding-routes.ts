import { BrandingChange, TenantBranding } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import { changeBranding, getBranding } from './change-branding.ts';
import { edit, type EditingContext } from './editing.ts';
import { presentBranding } from './present-branding.ts';
import { describeRead, withScope, type TenantApiVariables } from './tenant-api.ts';

const tags = ['Settings'];

const readRoute = describeRead({
  path: '/branding', operationId: 'getBranding', summary: 'What the business looks like', tags, scope: 'settings:read',
  answer: TenantBranding, description: 'The branding, of both modes',
});

const changeRoute = createRoute({
  method: 'patch', path: '/branding', operationId: 'changeBranding', summary: 'Change what the business looks like', tags, ...withScope('settings:write'),
  description: 'Fields that are left out stay as they are. The next page that is opened shows it.',
  request: { query: NoQuery, body: jsonBody(BrandingChange) },
  responses: { 200: json(TenantBranding, 'The branding as it is now'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429) },
});

export function brandingRoutes(context: EditingContext) {
  return createApiRouter<TenantApiVariables>()
    .openapi(readRoute, async (c) => c.json(presentBranding(await withTenant(context.app, c.get('access').scope, getBranding)), 200))
    .openapi(changeRoute, async (c) => {
      const change = c.req.valid('json');
      return c.json(presentBranding(await edit(context, c.var, (tx, by) => changeBranding(tx, change, by))), 200);
    });
}
