import { Origin, OriginList, OriginRequest, SettingsChange, TenantSettings } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { IdempotencyHeader, IdParam, json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import { changeSettings, getSettings } from './change-settings.ts';
import { addOrigin, readOrigins, removeOrigin } from './edit-origins.ts';
import { edit, editOnce, type EditingContext } from './editing.ts';
import { describeRead, withScope, type TenantApiVariables } from './tenant-api.ts';

const tags = ['Settings'];

const getRoute = describeRead({
  path: '/settings', operationId: 'getSettings', summary: 'What the business is: its name, address, time zone and language', tags, scope: 'settings:read',
  answer: TenantSettings, description: 'The settings, of both modes',
});

const changeRoute = createRoute({
  method: 'patch', path: '/settings', operationId: 'changeSettings', summary: 'Change what the business is', tags, ...withScope('settings:write'),
  description: 'Fields that are left out stay as they are. In another time zone opening hours are read anew, and bookings keep their instants: move those that nobody will be there for.',
  request: { query: NoQuery, body: jsonBody(SettingsChange) },
  responses: { 200: json(TenantSettings, 'The settings as they are now'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429) },
});

const listRoute = describeRead({
  path: '/origins', operationId: 'listOrigins', summary: 'Websites that may embed the widget', tags, scope: 'settings:read',
  answer: OriginList, description: 'By their names',
});

const addRoute = createRoute({
  method: 'post', path: '/origins', operationId: 'addOrigin', summary: 'Let a website embed the widget', tags, ...withScope('settings:write'),
  description: 'While there is none, test keys work on the own machine and live keys nowhere.',
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(OriginRequest) },
  responses: { 201: json(Origin, 'The website'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429) },
});

const removeRoute = createRoute({
  method: 'delete', path: '/origins/{id}', operationId: 'removeOrigin', summary: 'Keep a website from embedding the widget', tags, ...withScope('settings:write'),
  request: { query: NoQuery, params: IdParam },
  responses: { 204: { description: 'The next page that is opened there is refused' }, ...problemResponses(401, 403, 404, 422, 429) },
});

export function settingsRoutes(context: EditingContext) {
  return createApiRouter<TenantApiVariables>()
    .openapi(getRoute, async (c) => c.json(await withTenant(context.app, c.get('access').scope, getSettings), 200))
    .openapi(changeRoute, async (c) => c.json(await edit(context, c.var, (tx, by) => changeSettings(tx, c.req.valid('json'), by)), 200))
    .openapi(listRoute, async (c) => c.json({ origins: await withTenant(context.app, c.get('access').scope, readOrigins) }, 200))
    .openapi(addRoute, async (c) => {
      const body = c.req.valid('json');
      const request = { operation: 'origin.add', key: c.req.valid('header')['idempotency-key'], body };
      return c.json(await editOnce(context, c.var, request, (tx, by) => addOrigin(tx, by, body.origin)), 201);
    })
    .openapi(removeRoute, async (c) => {
      await edit(context, c.var, (tx, by) => removeOrigin(tx, by, c.req.valid('param').id));
      return c.body(null, 204);
    });
}
