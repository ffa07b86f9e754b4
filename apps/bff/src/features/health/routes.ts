import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Sql } from '../../platform/db/connect.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { problemResponse } from '../../platform/http/problem-response.ts';
import { json, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';

const Health = z.object({ status: z.literal('ok') });

const live = createRoute({
  method: 'get', path: '/healthz', operationId: 'isAlive', summary: 'The process runs', tags: ['Operation'],
  request: { query: NoQuery },
  responses: { 200: json(Health, 'It runs'), ...problemResponses(422) },
});

const ready = createRoute({
  method: 'get', path: '/readyz', operationId: 'isReady', summary: 'The process can serve', tags: ['Operation'],
  request: { query: NoQuery },
  responses: { 200: json(Health, 'It can'), ...problemResponses(422, 503) },
});

const PING_TIMEOUT_MS = 2_000;

/** @param isDraining true once the process has been told to stop, so that no new request is sent to it */
export function healthRoutes(deps: { app: Sql; isDraining: () => boolean }) {
  return createApiRouter()
    .openapi(live, (c) => c.json({ status: 'ok' as const }, 200))
    .openapi(ready, async (c) => {
      if (!deps.isDraining() && (await answersInTime(deps.app))) return c.json({ status: 'ok' as const }, 200);
      // A problem is no JSON of this route's own type, so it goes out as a plain response.
      return problemResponse('service_unavailable', 'Try again in a few seconds.', c.get('requestId')) as never;
    });
}

async function answersInTime(sql: Sql): Promise<boolean> {
  const ping = sql`select 1`.then(() => true, () => false);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), PING_TIMEOUT_MS);
  const answer = await Promise.race([ping, promise]);
  clearTimeout(timer);
  return answer;
}
