import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';

// Below it, a packet is a packet.
const LEAST_BYTES = 1_400;

// A quarter of the size in about a millisecond; better ones cost more than the network saves.
const brotli = (bytes: Uint8Array) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
const encoders = { br: brotli, gzip: promisify(gzip) } as const;

/**
 * Compresses a text answer for whoever takes it. For answers that hold no secret beside what their reader chose (a token, say):
 * from how well the two compress together, the one could be guessed. @see https://breachattack.com
 */
export function compressText(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { res } = c;
    const isText = /^(?:text\/html|application\/json)\b/.test(res.headers.get('content-type') ?? '');
    if (!isText || res.headers.has('content-encoding')) return;
    const headers = new Headers(res.headers);
    headers.append('vary', 'accept-encoding');
    const bytes = res.body === null ? null : new Uint8Array(await res.arrayBuffer());
    const encoding = bytes === null || bytes.length < LEAST_BYTES ? null : chooseEncoding(c.req.header('accept-encoding') ?? '');
    const packed = bytes === null || encoding === null ? bytes : await encoders[encoding](bytes);
    if (encoding !== null) {
      headers.set('content-encoding', encoding);
      headers.delete('content-length');
      // Other bytes, which mean the same: what a weak tag says.
      const etag = headers.get('etag');
      if (etag !== null && !etag.startsWith('W/')) headers.set('etag', `W/${etag}`);
    }
    // Hono would else merge the old headers into the new.
    c.res = undefined;
    c.res = new Response(packed, { status: res.status, headers });
  };
}

/** The better one of those that a client names without taking them back by `q=0`. */
export function chooseEncoding(accepted: string): keyof typeof encoders | null {
  const taken = (name: string) => new RegExp(`(?:^|[\\s,])${name}(?:$|[\\s,;](?!\\s*q=0(?:\\.0*)?(?:$|,)))`).test(accepted);
  return taken('br') ? 'br' : taken('gzip') ? 'gzip' : null;
}
