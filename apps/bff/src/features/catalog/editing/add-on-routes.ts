import { AddOnChange, AddOnRequest, Slug, TenantAddOn, TenantAddOnList } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { withTenant } from '../../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../../platform/http/api-router.ts';
import { IdempotencyHeader, json, jsonBody, NoQuery, problemResponses } from '../../../platform/http/route-responses.ts';
import { describeRead, edit, editOnce, withScope, type EditingContext, type TenantApiVariables } from '../../tenants/index.ts';
import { listTenantAddOns } from './add-on-repository.ts';
import { changeAddOn, createAddOn } from './edit-add-on.ts';

const tags = ['Catalog'];

const listRoute = describeRead({
  path: '/add-ons', operationId: 'listAddOns', summary: 'All add-ons', tags, scope: 'catalog:read',
  answer: TenantAddOnList, description: 'In their order',
});

const createAddOnRoute = createRoute({
  method: 'post', path: '/add-ons', operationId: 'createAddOn', summary: 'Make an add-on', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(AddOnRequest) },
  responses: { 201: json(TenantAddOn, 'The add-on'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429) },
});

const changeRoute = createRoute({
  method: 'patch', path: '/add-ons/{slug}', operationId: 'changeAddOn', summary: 'Change an add-on, or take it off the list', tags, ...withScope('catalog:write'),
  description: 'Fields that are left out stay as they are. Bookings keep what they were sold.',
  request: { query: NoQuery, params: z.object({ slug: Slug }), body: jsonBody(AddOnChange) },
  responses: { 200: json(TenantAddOn, 'The add-on as it is now'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

export function addOnRoutes(context: EditingContext) {
  return createApiRouter<TenantApiVariables>()
    .openapi(listRoute, async (c) => c.json({ addOns: await withTenant(context.app, c.get('access').scope, listTenantAddOns) }, 200))
    .openapi(createAddOnRoute, async (c) => {
      const body = c.req.valid('json');
      const { currency } = c.get('access').tenant;
      const request = { operation: 'add_on.create', key: c.req.valid('header')['idempotency-key'], body };
      return c.json(await editOnce(context, c.var, request, (tx, by) => createAddOn(tx, { ...by, currency }, body)), 201);
    })
    .openapi(changeRoute, async (c) => {
      const { currency } = c.get('access').tenant;
      return c.json(await edit(context, c.var, (tx, by) => changeAddOn(tx, { ...by, currency }, c.req.valid('param').slug, c.req.valid('json'))), 200);
    });
}
