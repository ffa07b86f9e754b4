import { Availability, AvailabilityQuery } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { json, problemResponses, publicSecurity } from '../../platform/http/route-responses.ts';
import { getPackage, type Catalogs } from '../catalog/index.ts';
import type { TenantVariables } from '../tenants/index.ts';
import { listAvailability } from './list-availability.ts';

const getAvailability = createRoute({
  method: 'get', path: '/availability', operationId: 'getAvailability', summary: 'Days and slots of a package', tags: ['Availability'],
  security: publicSecurity,
  request: { query: AvailabilityQuery },
  responses: { 200: json(Availability, 'Every day of the range, in order'), ...problemResponses(401, 403, 404, 422) },
});

export function availabilityRoutes(deps: { app: Sql; clock: Clock; catalogs: Catalogs }) {
  return createApiRouter<TenantVariables>().openapi(getAvailability, async (c) => {
    const access = c.get('access');
    const query = c.req.valid('query');
    const item = await getPackage(deps.catalogs, access.scope, query.package);
    const { from, to, partySize, timeZone } = query;
    return c.json(await listAvailability(deps, access, { item, from, to, partySize, timeZone }), 200);
  });
}
