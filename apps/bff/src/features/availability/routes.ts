import { Availability, AvailabilityQuery, AvailabilityStreamQuery, FullTimes, FullTimesQuery } from '@mais/contract';
import { createRoute, z } from '@hono/zod-openapi';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import type { ClientVariables } from '../../platform/http/client-address.ts';
import { eventStreamHeaders } from '../../platform/http/event-stream.ts';
import { json, problemResponses, publicSecurity } from '../../platform/http/route-responses.ts';
import { getPackage, type Catalogs } from '../catalog/index.ts';
import type { TenantVariables } from '../tenants/index.ts';
import { listAvailability } from './list-availability.ts';
import { listFullTimes } from './list-full-times.ts';
import type { LiveAvailability } from './live/live-availability.ts';
import { streamPosition } from './live/stream-position.ts';

const getAvailability = createRoute({
  method: 'get', path: '/availability', operationId: 'getAvailability', summary: 'Days and slots of a package', tags: ['Availability'],
  security: publicSecurity,
  request: { query: AvailabilityQuery },
  responses: { 200: json(Availability, 'Every day of the range, in order'), ...problemResponses(401, 403, 404, 422, 429) },
});

const getFullTimes = createRoute({
  method: 'get', path: '/availability/full', operationId: 'listFullTimes', summary: 'The times of a day that are taken', tags: ['Availability'],
  description: 'What `GET /availability` leaves out because it is full. `POST /waitlist` waits for one of them.',
  security: publicSecurity,
  request: { query: FullTimesQuery },
  responses: { 200: json(FullTimes, 'Them, in order'), ...problemResponses(401, 403, 404, 422, 429) },
});

const streamAvailability = createRoute({
  method: 'get', path: '/availability/stream', operationId: 'streamAvailability', summary: 'What changes, as server-sent events', tags: ['Availability'],
  description: [
    '`changed` names packages and days on which something was taken or given back; its data is an `AvailabilityNews`. `refresh` says that anything may have changed.',
    'Both mean: ask GET /availability again for what is shown. The stream ends by itself after some minutes; come back with the last `id` as `Last-Event-ID`, as `EventSource` does.',
    'Keep asking now and then all the same: not every change is promised to arrive here.',
  ].join(' '),
  security: publicSecurity,
  request: { query: AvailabilityStreamQuery, headers: z.object({ 'last-event-id': z.string().optional() }) },
  responses: {
    200: { description: 'Server-sent events', content: { 'text/event-stream': { schema: z.string() } } },
    ...problemResponses(401, 403, 404, 422, 429, 503),
  },
});

export function availabilityRoutes(deps: { app: Sql; clock: Clock; catalogs: Catalogs; live: LiveAvailability }) {
  return createApiRouter<TenantVariables & ClientVariables>()
    .openapi(getAvailability, async (c) => {
      const access = c.get('access');
      const query = c.req.valid('query');
      const item = await getPackage(deps.catalogs, access, query.package);
      const { from, to, partySize, timeZone, hold } = query;
      return c.json(await listAvailability(deps, access, { item, from, to, partySize, timeZone, exceptHoldId: hold }), 200);
    })
    .openapi(getFullTimes, async (c) => {
      const access = c.get('access');
      const { package: slug, hold, ...query } = c.req.valid('query');
      const item = await getPackage(deps.catalogs, access, slug);
      return c.json(await listFullTimes(deps, access, { item, ...query, exceptHoldId: hold }), 200);
    })
    .openapi(streamAvailability, async (c) => {
      const access = c.get('access');
      const query = c.req.valid('query');
      if (query.package !== undefined) await getPackage(deps.catalogs, access, query.package);
      const body = deps.live.open({
        access,
        client: c.get('client'),
        packageSlug: query.package ?? null,
        sinceMs: streamPosition({ lastEventId: c.req.valid('header')['last-event-id'], since: query.since }),
      });
      return c.body(body, 200, eventStreamHeaders);
    });
}
