import type { Problem } from '@mais/contract';

import { ApiProblem, ApiUnreachable } from './errors.ts';

export interface RetryPolicy {
  /** tries in all */
  attempts: number;
  /** before the second try; doubled for each further one, with jitter */
  baseDelayMs: number;
}

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  idempotencyKey?: string;
  /** may be sent twice without harm although it isn't a GET and carries no idempotency key */
  repeatable?: boolean;
  signal?: AbortSignal;
}

export interface ApiClientOptions {
  /** where `/api/v1` is, without a slash at the end; `''` for the page's own origin */
  baseUrl: string;
  /** the tenant's publishable key; null sends the slug instead */
  key: string | null;
  /** the tenant's slug, for pages that are reached without a key */
  slug?: string;
  fetch?: typeof fetch;
  /** for one try */
  timeoutMs?: number;
  retry?: RetryPolicy;
}

// A phone in a tunnel: long enough for a slow answer, short enough to try again before the customer gives up.
const DEFAULT_TIMEOUT_MS = 15_000;
const DEFAULT_RETRY: RetryPolicy = { attempts: 3, baseDelayMs: 300 };
const LONGEST_WAIT_MS = 5_000;

/** Makes the function that sends one request, tries again where that does no harm, and reads the answer. */
export function createSend({ baseUrl, key, slug, timeoutMs = DEFAULT_TIMEOUT_MS, retry = DEFAULT_RETRY, fetch = globalThis.fetch }: ApiClientOptions) {
  const tenant: Record<string, string> = key !== null ? { 'x-tenant-key': key } : { 'x-tenant-slug': namedBy(slug) };
  return async function send<Result>(request: ApiRequest): Promise<Result> {
    const attempts = isRepeatable(request) ? retry.attempts : 1;
    for (let attempt = 1; ; attempt++) {
      try {
        return (await tryOnce(request)) as Result;
      } catch (error) {
        if (attempt >= attempts || !isWorthAnotherTry(error)) throw error;
        await pause(delayMs(error, attempt), request.signal);
      }
    }
  };

  async function tryOnce({ method = 'GET', path, body, headers, idempotencyKey, signal }: ApiRequest): Promise<unknown> {
    const limit = limitTry(timeoutMs, signal);
    try {
      const response = await fetch(`${baseUrl}/api/v1${path}`, {
        method,
        headers: {
          accept: 'application/json, application/problem+json',
          ...tenant,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        credentials: 'omit',
        signal: limit.signal,
      });
      return await readAnswer(response);
    } catch (error) {
      if (error instanceof ApiProblem) throw error;
      if (signal?.aborted === true) throw signal.reason;
      throw new ApiUnreachable(limit.isOver() ? 'timeout' : 'network', { cause: error });
    } finally {
      limit.end();
    }
  }

  function delayMs(error: unknown, attempt: number): number {
    const asked = error instanceof ApiProblem ? error.retryAfterMs : null;
    const ours = retry.baseDelayMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
    return Math.min(asked ?? ours, LONGEST_WAIT_MS);
  }
}

/** Ends a try that takes too long or isn't wanted any more. `AbortSignal.any` is younger than the browsers that the widget runs in. */
function limitTry(timeoutMs: number, wanted: AbortSignal | undefined): { readonly signal: AbortSignal; isOver(): boolean; end(): void } {
  const stop = new AbortController();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    stop.abort();
  }, timeoutMs);
  const giveUp = (): void => stop.abort();
  if (wanted?.aborted === true) giveUp();
  else wanted?.addEventListener('abort', giveUp);
  return {
    signal: stop.signal,
    isOver: () => isOver,
    end() {
      clearTimeout(timer);
      wanted?.removeEventListener('abort', giveUp);
    },
  };
}

function namedBy(slug: string | undefined): string {
  if (slug === undefined) throw new TypeError('A client needs the key or the slug of its tenant');
  return slug;
}

async function readAnswer(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const text = await response.text();
  const json = parse(text);
  if (response.ok && json !== undefined) return json;
  throw toProblem(response, json);
}

function toProblem(response: Response, json: unknown): ApiProblem {
  const retryAfterSeconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(retryAfterSeconds) ? retryAfterSeconds * 1000 : null;
  if (isProblem(json)) return new ApiProblem({ ...json, status: response.status, retryAfterMs });
  return new ApiProblem({
    code: 'unexpected_response',
    status: response.status,
    title: 'The answer could not be read',
    detail: '',
    requestId: response.headers.get('x-request-id'),
    retryAfterMs,
  });
}

function isProblem(json: unknown): json is Problem {
  const { code, title, detail } = (json ?? {}) as Partial<Record<keyof Problem, unknown>>;
  return typeof code === 'string' && typeof title === 'string' && typeof detail === 'string';
}

function isRepeatable({ method = 'GET', idempotencyKey, repeatable = false }: ApiRequest): boolean {
  return method === 'GET' || idempotencyKey !== undefined || repeatable;
}

function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof ApiUnreachable) return true;
  if (!(error instanceof ApiProblem)) return false;
  // Waiting longer than we would is for the customer to decide.
  if (error.status === 429) return (error.retryAfterMs ?? 0) <= LONGEST_WAIT_MS;
  return error.status >= 502 || error.code === 'idempotency_key_in_use';
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
