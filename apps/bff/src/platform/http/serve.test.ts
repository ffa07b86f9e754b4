import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { rawRequest, sendRaw } from '../../testing/raw-http.ts';
import { serveHttp, type RunningServer } from './serve.ts';

describe('a server', () => {
  let server: RunningServer | undefined;
  afterEach(() => server?.drain(100));

  async function start(fetch: (request: Request) => Response | Promise<Response>): Promise<string> {
    server = await serveHttp(fetch as never, { host: '127.0.0.1', port: 0 });
    return server.url;
  }

  it('answers the request before one that can’t be read, and that one not at all', async () => {
    const url = await start(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return new Response('the first answer');
    });
    const everything = await converse(url, `GET / HTTP/1.1\r\nHost: localhost\r\n\r\nthis is no HTTP\r\n\r\n`);
    expect(everything.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200']);
    expect(everything).toContain('the first answer');
  });

  it('says so when a body breaks off being HTTP, whatever the app waits for', async () => {
    const url = await start(async (request) => new Response(await request.text()));
    const response = await sendRaw(url, rawRequest('POST', '/', [['Transfer-Encoding', 'chunked']], '5\r\nhello\r\nzz\r\n'));
    expect(response.status).toBe(400);
    expect(JSON.parse(response.body)).toMatchObject({ code: 'malformed_request' });
  });

  it('shows nothing of an error that the app let through', async () => {
    const errors: unknown[] = [];
    server = await serveHttp((() => Promise.reject(new Error('select secret from vault'))) as never, { host: '127.0.0.1', port: 0, onError: (error) => errors.push(error) });
    const { url } = server;
    const response = await sendRaw(url, rawRequest('GET', '/'));
    expect(response.status).toBe(500);
    expect(JSON.parse(response.body)).toMatchObject({ code: 'internal_error', status: 500 });
    expect(response.text).not.toContain('vault');
    expect(errors).toEqual([new Error('select secret from vault')]);
  });

  it('is told by a taken port', async () => {
    const url = await start(() => new Response());
    await expect(serveHttp((() => new Response()) as never, { host: '127.0.0.1', port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

/** Sends all of it and reads until the server closes. */
async function converse(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}
