import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Logger } from '../log.ts';
import type { ApiEnv } from './api-router.ts';
import { problemResponse } from './problem-response.ts';
import { newRequestId } from './request-id.ts';

/** Gives the request its id, the answer its headers, and the log its line. */
export function requestPipeline(log: Logger): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const requestId = newRequestId();
    c.set('requestId', requestId);
    const startedAt = performance.now();
    await next();
    c.res.headers.set('x-request-id', requestId);
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
    // Pages and files say who else may use them; the API is for the widget, which comes from the same origin.
    if (!c.res.headers.has('cross-origin-resource-policy')) c.res.headers.set('cross-origin-resource-policy', 'same-origin');
    c.res.headers.set('x-content-type-options', 'nosniff');
    log.info({
      requestId,
      method: c.req.method,
      // The path alone: a query may carry a key.
      path: c.req.path,
      status: c.res.status,
      durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    }, 'request');
  };
}

/** Refuses bodies beyond the limit before they are read whole. */
export function limitBody(maxBytes: number): MiddlewareHandler<ApiEnv> {
  return bodyLimit({
    maxSize: maxBytes,
    onError: (c) => problemResponse('payload_too_large', `Send at most ${maxBytes} bytes.`, c.get('requestId')),
  }) as MiddlewareHandler<ApiEnv>;
}

/**
 * The header that keeps browsers on https, for two years, as their preload lists ask; nothing where we are reached by http:
 * there it would lock out the host.
 */
export function transportSecurity(publicUrl: string): Readonly<Record<string, string>> {
  return publicUrl.startsWith('https://') ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {};
}
