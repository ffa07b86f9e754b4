import { Package, PackageList, Slug } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { json, KeyQuery, problemResponses, publicSecurity } from '../../platform/http/route-responses.ts';
import type { TenantVariables } from '../tenants/index.ts';
import type { Catalogs } from './catalogs.ts';
import { getPackage } from './get-package.ts';
import { presentCatalog, presentPackage } from './present-package.ts';

const listPackages = createRoute({
  method: 'get', path: '/packages', operationId: 'listPackages', summary: 'The catalog', tags: ['Catalog'], security: publicSecurity,
  request: { query: KeyQuery },
  responses: { 200: json(PackageList, 'Packages in their order'), ...problemResponses(401, 403, 404, 422, 429) },
});

const showPackage = createRoute({
  method: 'get', path: '/packages/{slug}', operationId: 'getPackage', summary: 'One package', tags: ['Catalog'], security: publicSecurity,
  request: { params: z.object({ slug: Slug }), query: KeyQuery },
  responses: { 200: json(Package, 'The package'), ...problemResponses(401, 403, 404, 422, 429) },
});

export function catalogRoutes(catalogs: Catalogs) {
  return createApiRouter<TenantVariables>()
    .openapi(listPackages, async (c) => {
      const access = c.get('access');
      return c.json(presentCatalog(await catalogs.offered(access), access.tenant.currency), 200);
    })
    .openapi(showPackage, async (c) => {
      const access = c.get('access');
      return c.json(presentPackage(await getPackage(catalogs, access, c.req.valid('param').slug), access.tenant.currency), 200);
    });
}
