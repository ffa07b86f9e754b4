// How much of the public API a client, and all clients of a tenant, may use.
//
// 1. Each request is counted for its client before anything is looked up, so that guessing keys is slow.
// 2. Then for the client at this tenant, and for the tenant in all, by what it does: reading, holding, joining a waitlist, uploading, booking, paying.
// 3. Bookings and payments count for the client across all tenants too: whoever tries out stolen cards goes from one to the next.
// 4. A tenant's own servers are counted by their secret key.
// 5. What is answered from memory without a look-up isn't counted at all: counting would cost more than answering.
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './platform/http/api-router.ts';
import type { ClientVariables } from './platform/http/client-address.ts';
import { problemResponse } from './platform/http/problem-response.ts';
import { rateLimitHeaders } from './platform/limits/rate-limit-headers.ts';
import type { RateLimiter, RateRule, RateState, RateStore } from './platform/limits/rate-limiter.ts';
import type { TenantApiVariables, TenantVariables } from './features/tenants/index.ts';

type RouteClass = 'reads' | 'holds' | 'waitlist' | 'files' | 'bookings' | 'payments';

interface ClassRules {
  readonly perVisitor: readonly [points: number, windowSeconds: number];
  readonly perTenant: readonly [points: number, windowSeconds: number];
}

const MINUTE = 60;

/** A busy person stays far below; an office or a hotel behind one address has to fit as well. */
const classRules: Readonly<Record<RouteClass, ClassRules>> = {
  reads: { perVisitor: [300, MINUTE], perTenant: [30_000, MINUTE] },
  holds: { perVisitor: [40, MINUTE], perTenant: [3_000, MINUTE] },
  // Each of them sends an e-mail to whatever address was typed.
  waitlist: { perVisitor: [15, 10 * MINUTE], perTenant: [3_000, 10 * MINUTE] },
  files: { perVisitor: [30, 10 * MINUTE], perTenant: [3_000, 10 * MINUTE] },
  bookings: { perVisitor: [20, 10 * MINUTE], perTenant: [3_000, 10 * MINUTE] },
  payments: { perVisitor: [15, 10 * MINUTE], perTenant: [3_000, 10 * MINUTE] },
};

/** Any requests of one client, and its bookings and payment attempts at whatever tenants. */
const clientRules = { requests: [1_200, MINUTE], charges: [40, 60 * MINUTE] } as const;

/** What a tenant's servers may ask with one secret key. */
const secretKeyRule = [600, MINUTE] as const;

export interface RateLimits {
  readonly beforeLookUp: MiddlewareHandler<ApiEnv<ClientVariables>>;
  readonly afterLookUp: MiddlewareHandler<ApiEnv<ClientVariables & TenantVariables>>;
  readonly ofSecretKey: MiddlewareHandler<ApiEnv<TenantApiVariables>>;
}

/** @param factor multiplies every limit; Infinity takes them away */
export function createRateLimits(store: RateStore, factor: number): RateLimits {
  if (!Number.isFinite(factor)) return { beforeLookUp: (_, next) => next(), afterLookUp: (_, next) => next(), ofSecretKey: (_, next) => next() };
  const limiter = (name: string, [points, windowSeconds]: readonly [number, number]): RateLimiter =>
    store.limiter({ name, points: Math.ceil(points * factor), windowSeconds } satisfies RateRule);
  const requests = limiter('requests', clientRules.requests);
  const secretKeys = limiter('secret-keys', secretKeyRule);
  const charges = limiter('charges', clientRules.charges);
  const classes = Object.fromEntries(Object.entries(classRules).map(([name, rules]) => [name, {
    visitor: limiter(name, rules.perVisitor), tenant: limiter(`${name}-tenant`, rules.perTenant),
  }])) as Record<RouteClass, { visitor: RateLimiter; tenant: RateLimiter }>;

  return {
    async beforeLookUp(c, next) {
      const state = await requests.count(c.get('client'));
      if (state.isOver) return refuse([state], c.get('requestId'));
      await next();
    },
    async afterLookUp(c, next) {
      const client = c.get('client');
      const { tenantId } = c.get('access').scope;
      const name = classOf(c.req.method, c.req.path);
      const { visitor, tenant } = classes[name];
      const states = await Promise.all([
        visitor.count(`${tenantId} ${client}`),
        ...(name === 'bookings' || name === 'payments' ? [charges.count(client)] : []),
      ]);
      // A client that is refused must not use up what the tenant's other customers have.
      const refused = states.some(({ isOver }) => isOver) ? null : await tenant.count(tenantId);
      if (refused === null || refused.isOver) return refuse(refused === null ? states : [...states, refused], c.get('requestId'));
      await next();
      for (const [header, value] of Object.entries(rateLimitHeaders(states))) c.res.headers.set(header, value);
    },
    async ofSecretKey(c, next) {
      const states = [await secretKeys.count(c.get('apiKey').id)];
      if (states.some(({ isOver }) => isOver)) return refuse(states, c.get('requestId'));
      await next();
      for (const [header, value] of Object.entries(rateLimitHeaders(states))) c.res.headers.set(header, value);
    },
  };
}

function classOf(method: string, path: string): RouteClass {
  if (path.endsWith('/payment-intents')) return 'payments';
  if (/\/files(?:\/[^/]*)?$/.test(path)) return 'files';
  if (method === 'POST' && path.endsWith('/waitlist')) return 'waitlist';
  if (/\/holds(?:\/[^/]*)?$/.test(path) || /\/waitlist(?:\/|$)/.test(path)) return 'holds';
  return method === 'POST' && /\/bookings(?:\/[^/]*\/cancel)?$/.test(path) ? 'bookings' : 'reads';
}

function refuse(states: readonly RateState[], requestId: string): Response {
  const waitSeconds = Math.max(...states.filter(({ isOver }) => isOver).map(({ resetSeconds }) => resetSeconds));
  const response = problemResponse('rate_limited', `Try again in ${waitSeconds} s.`, requestId);
  const headers = { ...rateLimitHeaders(states), 'retry-after': String(waitSeconds) };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
