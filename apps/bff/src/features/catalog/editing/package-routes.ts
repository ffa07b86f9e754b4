import { PackageChange, PackageRequest, Slug, TenantPackage, TenantPackageList } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { withTenant } from '../../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../../platform/http/api-router.ts';
import { IdempotencyHeader, json, jsonBody, NoQuery, problemResponses } from '../../../platform/http/route-responses.ts';
import { describeRead, edit, editOnce, withScope, type EditingContext, type TenantApiVariables } from '../../tenants/index.ts';
import { changePackage, createPackage, getTenantPackage } from './edit-package.ts';
import { listTenantPackages } from './package-repository.ts';
import { presentTenantPackage } from './present-tenant-package.ts';

const tags = ['Catalog'];
const SlugParam = z.object({ slug: Slug });

const listRoute = describeRead({
  path: '/packages', operationId: 'listTenantPackages', summary: 'All packages, also hidden and archived ones', tags, scope: 'catalog:read',
  answer: TenantPackageList, description: 'In their order',
});

const readRoute = createRoute({
  method: 'get', path: '/packages/{slug}', operationId: 'getTenantPackage', summary: 'A package with all that is set of it', tags, ...withScope('catalog:read'),
  request: { query: NoQuery, params: SlugParam },
  responses: { 200: json(TenantPackage, 'The package'), ...problemResponses(401, 403, 404, 422, 429) },
});

const createPackageRoute = createRoute({
  method: 'post', path: '/packages', operationId: 'createPackage', summary: 'Make a package', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(PackageRequest) },
  responses: { 201: json(TenantPackage, 'The package'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429) },
});

const changeRoute = createRoute({
  method: 'patch', path: '/packages/{slug}', operationId: 'changePackage', summary: 'Change a package, or archive it', tags, ...withScope('catalog:write'),
  description: 'Fields that are left out stay as they are. Bookings keep the price, the policy and the time that they were made with.',
  request: { query: NoQuery, params: SlugParam, body: jsonBody(PackageChange) },
  responses: { 200: json(TenantPackage, 'The package as it is now'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

export function tenantPackageRoutes(context: EditingContext) {
  return createApiRouter<TenantApiVariables>()
    .openapi(listRoute, async (c) => {
      const { scope, tenant } = c.get('access');
      const rows = await withTenant(context.app, scope, listTenantPackages);
      return c.json({ packages: rows.map((row) => presentTenantPackage(row, tenant.currency)) }, 200);
    })
    .openapi(readRoute, async (c) => {
      const { scope, tenant } = c.get('access');
      const row = await withTenant(context.app, scope, (tx) => getTenantPackage(tx, c.req.valid('param').slug));
      return c.json(presentTenantPackage(row, tenant.currency), 200);
    })
    .openapi(createPackageRoute, async (c) => {
      const body = c.req.valid('json');
      const { currency } = c.get('access').tenant;
      const request = { operation: 'package.create', key: c.req.valid('header')['idempotency-key'], body };
      return c.json(await editOnce(context, c.var, request, async (tx, by) => presentTenantPackage(await createPackage(tx, { ...by, currency }, body), currency)), 201);
    })
    .openapi(changeRoute, async (c) => {
      const { currency } = c.get('access').tenant;
      const row = await edit(context, c.var, (tx, by) => changePackage(tx, { ...by, currency }, c.req.valid('param').slug, c.req.valid('json')));
      return c.json(presentTenantPackage(row, currency), 200);
    });
}
