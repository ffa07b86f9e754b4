import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

import type { History } from '../history.ts';
import type { Random } from '../random.ts';

/** The servers of all tenants of a run, which take webhooks. */
export interface TenantServer {
  urlOf(tenant: string): string;
  /** What an endpoint's deliveries are signed with. */
  setSecret(tenant: string, secret: string): void;
  /** Whether some deliveries are refused, cut off or left without an answer. */
  misbehave(probability: number): void;
  close(): Promise<void>;
}

/** Writes down each delivery before it is answered: what was answered with 2xx has arrived. */
export async function startTenantServer(history: History, random: Random): Promise<TenantServer> {
  const secrets = new Map<string, string>();
  let trouble = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      const tenant = (request.url ?? '').split('/').at(-1) ?? '';
      const body = Buffer.concat(chunks).toString();
      const bad = random.chance(trouble) ? random.pick(['refuse', 'cut', 'late'] as const) : null;
      const status = bad === 'refuse' ? 500 : bad === 'cut' ? null : 200;
      history.write({ kind: 'webhook', tenant, body, status, signed: isSigned(body, String(request.headers['mais-signature']), secrets.get(tenant) ?? '') });
      if (status === null) request.socket.destroy();
      else setTimeout(() => response.writeHead(status).end('noted'), bad === 'late' ? 300 : 0);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return {
    urlOf: (tenant) => `http://127.0.0.1:${address.port}/hooks/${tenant}`,
    setSecret: (tenant, secret) => void secrets.set(tenant, secret),
    misbehave(probability) {
      trouble = probability;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function isSigned(body: string, header: string, secret: string): boolean {
  const parts = header.split(',').map((part) => part.split('=', 2));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  const expected = Buffer.from(createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'));
  return parts.some(([name, value]) => name === 'v1' && value?.length === expected.length && timingSafeEqual(Buffer.from(value), expected));
}
