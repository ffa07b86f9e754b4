// The yardstick of cached answers: a Hono app with one route that returns bytes that it already has, served by Node as our
// own server is (`platform/http/serve.ts`), and nothing around it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';

import { answerTasks } from '../stack/helper-process.ts';

export interface BareHonoTask {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** The port that it listens on. */
export type BareHonoAnswer = number;

answerTasks<BareHonoTask, BareHonoAnswer>(async ({ path, headers, body }) => {
  const app = new Hono();
  app.get(path, () => new Response(body, { headers }));
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: true });
  const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 30_000 }, (request, response) => void listener(request, response));
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, resolve);
  });
  return (server.address() as AddressInfo).port;
});
