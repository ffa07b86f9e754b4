import type { MiddlewareHandler } from 'hono';
import { MalformedRequestError } from '../errors.ts';
import type { ApiEnv } from './api-router.ts';
import { assertNoPrototypeKey } from './prototype-keys.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the body once, as text, for whoever parses it later. JSON is UTF-8 (RFC 8259); other bytes would otherwise be stored
 * as question marks.
 * @throws MalformedRequestError, InvalidRequestError
 */
export const readBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
  const text = decode(await c.req.arrayBuffer());
  assertNoPrototypeKey(text);
  // The cache holds promises, whatever its type says.
  Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
  return next();
};

function decode(bytes: ArrayBuffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new MalformedRequestError('The body must be UTF-8.');
  }
}
