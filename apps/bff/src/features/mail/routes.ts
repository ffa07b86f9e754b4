import { MailSettings, MailSettingsChange } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import { describeRead, tenantRequestOf, withScope, type TenantApiVariables } from '../tenants/index.ts';
import type { MailContext } from './mail-context.ts';
import { changeMailSettings, readMailSettings } from './mail-settings.ts';

const tags = ['E-mail'];

const getSettings = describeRead({
  path: '/mail-settings', operationId: 'getMailSettings', summary: 'How customers are written to', tags, scope: 'settings:read',
  answer: MailSettings, description: 'The settings, of both modes',
});

const putSettings = createRoute({
  method: 'put', path: '/mail-settings', operationId: 'setMailSettings', summary: 'Replace how customers are written to', tags, ...withScope('settings:write'),
  description: 'Reminders that wait already are moved to the new time before the start.',
  request: { query: NoQuery, body: jsonBody(MailSettingsChange) },
  responses: { 200: json(MailSettings, 'The settings as they are now'), ...problemResponses(400, 401, 403, 413, 415, 422, 429) },
});

export function mailSettingsRoutes(context: MailContext) {
  return createApiRouter<TenantApiVariables>()
    .openapi(getSettings, async (c) => c.json(await withTenant(context.app, c.get('access').scope, readMailSettings), 200))
    .openapi(putSettings, async (c) => {
      const { actor, requestId } = tenantRequestOf(c.var);
      const change = c.req.valid('json');
      return c.json(await withTenant(context.app, c.get('access').scope, (tx) => changeMailSettings(tx, change, { actor, requestId, now: context.clock.now() })), 200);
    });
}
