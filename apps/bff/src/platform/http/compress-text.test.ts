import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { compressText } from './compress-text.ts';

const long = JSON.stringify({ days: Array.from({ length: 200 }, (_, day) => ({ day, slots: [] })) });
const encoder = new TextEncoder();
let endStream: (() => void) | undefined;
const app = new Hono()
  .use('*', compressText())
  .get('/long', (c) => c.body(long, 200, { 'content-type': 'application/json', vary: 'origin', 'content-length': String(long.length) }))
  .get('/short', (c) => c.json({ ok: true }))
  .get('/missing', (c) => c.html('<p>'.repeat(1_000), 404))
  .get('/tagged', (c) => {
    const headers = { 'content-type': 'application/json', etag: '"one"' };
    return c.req.header('if-none-match') === 'W/"one"' ? c.body(null, 304, headers) : c.body(long, 200, headers);
  })
  .get('/picture', (c) => c.body('x'.repeat(5_000), 200, { 'content-type': 'image/png' }))
  .get('/packed', (c) => c.body('x'.repeat(5_000), 200, { 'content-type': 'text/html', 'content-encoding': 'zstd' }))
  .get('/events', (c) => c.body(new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(`data: ${'x'.repeat(5_000)}\n\n`));
      endStream = () => controller.close();
    },
  }), 200, { 'content-type': 'text/event-stream' }));

async function get(path: string, accepted?: string, more: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  return app.request(path, { method, headers: { ...more, ...(accepted !== undefined && { 'accept-encoding': accepted }) } });
}

it.each([['gzip, deflate, br', 'br', brotliDecompressSync], ['gzip', 'gzip', gunzipSync], ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync]] as const)('compresses for a client that takes %s', async (accepted, encoding, unpack) => {
  const response = await get('/long', accepted);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.headers.get('content-encoding')).toBe(encoding);
  expect(response.headers.get('vary')).toBe('origin, accept-encoding');
  expect(response.headers.has('content-length')).toBe(false);
  expect(bytes.length).toBeLessThan(long.length / 4);
  expect(unpack(bytes).toString()).toBe(long);
});

it.each([['/long', undefined], ['/long', 'identity'], ['/long', 'gzip;q=0'], ['/short', 'br'], ['/picture', 'br']])('leaves %s as it is for a client that takes %s', async (path, accepted) => {
  expect((await get(path, accepted)).headers.get('content-encoding')).toBeNull();
});

it('tells caches that what it left as it is may be otherwise for others', async () => {
  const response = await get('/long');
  expect(response.headers.get('vary')).toBe('origin, accept-encoding');
  expect(response.headers.get('content-length')).toBe(String(long.length));
  expect(await response.text()).toBe(long);
});

it('keeps the status, and what is packed already', async () => {
  expect((await get('/missing', 'br')).status).toBe(404);
  const packed = await get('/packed', 'br');
  expect(packed.headers.get('content-encoding')).toBe('zstd');
  expect(await packed.text()).toBe('x'.repeat(5_000));
});

it('answers HEAD with the headers of GET and no body', async () => {
  const response = await get('/long', 'br', {}, 'HEAD');
  expect(response.headers.get('content-encoding')).toBe('br');
  expect(response.headers.get('vary')).toBe('origin, accept-encoding');
  expect(await response.text()).toBe('');
});

it('gives other bytes a weak tag, and lets an answer without a body pass', async () => {
  const first = await get('/tagged', 'br');
  expect(first.headers.get('etag')).toBe('W/"one"');
  const again = await get('/tagged', 'br', { 'if-none-match': 'W/"one"' });
  expect([again.status, again.body, again.headers.get('content-encoding'), again.headers.get('vary')]).toEqual([304, null, null, 'accept-encoding']);
});

it('hands on a stream of events while it is still open', async () => {
  const response = await get('/events', 'br');
  expect(response.headers.get('content-encoding')).toBeNull();
  const { value } = await response.body!.getReader().read();
  expect(new TextDecoder().decode(value)).toMatch(/^data: x+\n\n$/);
  endStream?.();
});
