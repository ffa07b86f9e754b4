// A key `__proto__` is dropped silently where keys are free, so that a client would believe it was taken. It is refused like
// any other field that isn't known.
import type { MiddlewareHandler } from 'hono';
import { InvalidRequestError } from '../errors.ts';
import { jsonPointer, type ApiEnv } from './api-router.ts';

/** @throws InvalidRequestError */
export const refusePrototypeQuery: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.req.url.includes('proto') && new URL(c.req.url).searchParams.has('__proto__')) throw unknownField('query/__proto__');
  await next();
};

/** No body of ours is deeper; beyond it the pointer would grow with the square of the body. */
const MAX_NAMED_DEPTH = 8;

/**
 * Looks through a body before anything else does. What isn't JSON passes: whether that is wrong is for the route to say.
 * @throws InvalidRequestError
 */
export function assertNoPrototypeKey(text: string): void {
  if (!text.includes('__proto__') && !text.includes('\\u')) return;
  // Without recursion: a body may be nested deeper than the stack.
  const waiting: { value: unknown; path: readonly string[] }[] = [{ value: parse(text), path: [] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, value] of Object.entries(next.value)) {
      const path = [...next.path.slice(-MAX_NAMED_DEPTH), key];
      if (key === '__proto__') throw unknownField(jsonPointer(path));
      waiting.push({ value, path });
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unknownField(pointer: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer, detail: 'is not a known field' }]);
}
