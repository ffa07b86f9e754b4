import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { postOutbound, resolveBySystem, type OutboundContext, type OutboundOutcome, type ResolveHost } from './send-outbound.ts';

const open: Server[] = [];

/** A server on this machine; `hosts` are the names by which it was called. */
async function listen(answer: RequestListener, host = '127.0.0.1'): Promise<{ port: number; hosts: string[] }> {
  const hosts: string[] = [];
  const server = createServer((request, response) => {
    hosts.push(request.headers.host ?? '');
    answer(request, response);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { port: (server.address() as AddressInfo).port, hosts };
}

const ok: RequestListener = (_request, response) => void response.writeHead(204).end();

function post(url: string, given: Partial<OutboundContext> = {}): Promise<OutboundOutcome> {
  const context = { rules: { allowLoopback: true }, resolveHost: resolveBySystem, timeoutMs: 2_000, ...given };
  return postOutbound(context, { url: new URL(url), headers: { 'content-type': 'application/json' }, body: '{"a":"ü"}' });
}

function notFound(): Promise<never> {
  return Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
}

/** Names lead where the test says; it counts how often it was asked. */
function resolver(...answers: readonly string[][]): ResolveHost & { asked(): number } {
  let count = 0;
  const resolve = async () => {
    const addresses = answers[Math.min(count, answers.length - 1)] ?? [];
    count += 1;
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return Object.assign(resolve, { asked: () => count });
}

describe('a request to an address that somebody else chose', () => {
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    })));
  });

  it('arrives whole, and tells the status', async () => {
    let body = '';
    const { port } = await listen((request, response) => {
      request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
      request.on('end', () => response.writeHead(202).end('taken'));
    });
    expect(await post(`http://127.0.0.1:${port}/x?y=1`)).toEqual({ status: 202 });
    expect(body).toBe('{"a":"ü"}');
  });

  it('goes to the address that was checked, by the name that was asked for, with one look-up', async () => {
    const { port, hosts } = await listen(ok);
    const resolveHost = resolver(['127.0.0.1'], ['127.0.0.2']);
    expect(await post(`http://hooks.example:${port}/`, { resolveHost })).toEqual({ status: 204 });
    expect(hosts).toEqual([`hooks.example:${port}`]);
    expect(resolveHost.asked()).toBe(1);
  });

  it('is refused once the name leads into a private network, with nothing sent', async () => {
    const { port, hosts } = await listen(ok);
    const resolveHost = resolver(['127.0.0.1'], ['10.0.0.7'], ['169.254.169.254'], ['fd00::1'], ['::ffff:127.0.0.1']);
    expect(await post(`http://hooks.example:${port}/`, { resolveHost })).toEqual({ status: 204 });
    for (let time = 0; time < 4; time += 1) expect(await post(`http://hooks.example:${port}/`, { resolveHost })).toEqual({ failure: 'address_refused' });
    expect(hosts).toHaveLength(1);
  });

  it('is refused when one of several addresses is private', async () => {
    const { port, hosts } = await listen(ok);
    for (const addresses of [['127.0.0.1', '192.168.1.1'], ['192.168.1.1', '127.0.0.1']]) {
      expect(await post(`http://hooks.example:${port}/`, { resolveHost: resolver(addresses) })).toEqual({ failure: 'address_refused' });
    }
    expect(hosts).toEqual([]);
  });

  it('is refused for this machine, by name or number, outside of development', async () => {
    const { port, hosts } = await listen(ok);
    for (const host of ['127.0.0.1', '0x7f.1', '2130706433', '127.1', '0', '[::1]', '[::ffff:127.0.0.1]', 'localhost']) {
      expect(await post(`http://${host}:${port}/`, { rules: { allowLoopback: false } }), host).toEqual({ failure: 'address_refused' });
    }
    expect(hosts).toEqual([]);
  });

  it('follows no redirect', async () => {
    const inner = await listen(ok);
    const outer = await listen((_request, response) => void response.writeHead(302, { location: `http://127.0.0.1:${inner.port}/` }).end());
    const toMetadata = await listen((_request, response) => void response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data/' }).end());
    expect(await post(`http://127.0.0.1:${outer.port}/`)).toEqual({ status: 302 });
    expect(await post(`http://127.0.0.1:${toMetadata.port}/`)).toEqual({ status: 307 });
    expect(inner.hosts).toEqual([]);
  });

  it('ends when nothing is answered, when the body drips, and when the look-up hangs', async () => {
    const silent = await listen(() => {});
    const dripping = await listen((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const short = { timeoutMs: 200 };
    expect(await post(`http://127.0.0.1:${silent.port}/`, short)).toEqual({ failure: 'timed_out' });
    expect(await post(`http://127.0.0.1:${dripping.port}/`, short)).toEqual({ failure: 'timed_out' });
    expect(await post(`http://hooks.example:${silent.port}/`, { ...short, resolveHost: () => new Promise(() => {}) })).toEqual({ failure: 'timed_out' });
  });

  it('reads no more of an answer than a little', async () => {
    let sent = 0;
    const { port } = await listen((_request, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(64 * 1024);
      const more = (): void => {
        while (!response.destroyed && sent < 500 * chunk.length) {
          sent += chunk.length;
          if (!response.write(chunk)) return;
        }
        response.end();
      };
      response.on('drain', more);
      more();
    });
    expect(await post(`http://127.0.0.1:${port}/`)).toEqual({ status: 200 });
    expect(sent).toBeLessThan(300 * 64 * 1024);
  });

  it('says why there was no answer', async () => {
    const gone = await listen((request) => void request.socket.destroy());
    expect(await post(`http://127.0.0.1:${gone.port}/`)).toEqual({ failure: 'connection_lost' });
    expect(await post('http://127.0.0.1:1/')).toEqual({ failure: 'connection_refused' });
    expect(await post(`https://127.0.0.1:${gone.port}/`)).toMatchObject({ failure: expect.stringMatching(/tls_failed|connection_lost/) as string });
    expect(await post('http://hooks.example/', { resolveHost: notFound })).toEqual({ failure: 'name_not_found' });
    expect(await post('http://hooks.example/', { resolveHost: resolver([]) })).toEqual({ failure: 'name_not_found' });
    const tooMuch = await listen((_request, response) => void response.writeHead(200, { 'x-long': 'x'.repeat(40_000) }).end());
    expect(await post(`http://127.0.0.1:${tooMuch.port}/`)).toEqual({ failure: 'connection_lost' });
  });
});
