import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type OwnTestServer, sharedServerVariable, startTestServer } from './test-server.ts';

/**
 * Lets all processes that this one starts from here on share one database server, which is started when the first of them asks.
 * @returns what to call at the end of the run
 */
export async function shareTestServer(): Promise<() => Promise<void>> {
  let server: Promise<OwnTestServer> | null = null;
  const counter = createServer(async (_request, response) => {
    try {
      server ??= startTestServer();
      const { url, prefix } = await server;
      response.end(JSON.stringify({ url, prefix }));
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  }).listen(0, '127.0.0.1');
  await once(counter, 'listening');
  process.env[sharedServerVariable] = `http://127.0.0.1:${(counter.address() as AddressInfo).port}/`;

  return async () => {
    delete process.env[sharedServerVariable];
    counter.close();
    counter.closeAllConnections();
    const started = await server?.catch(() => null);
    await started?.stop();
  };
}
