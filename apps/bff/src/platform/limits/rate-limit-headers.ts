import type { RateState } from './rate-limiter.ts';

/**
 * Tells a client where it stands: by the headers of the standard to be, and by those that came before it.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function rateLimitHeaders(states: readonly RateState[]): Record<string, string> {
  const tightest = states.toSorted((one, other) => one.remaining - other.remaining)[0];
  if (!tightest) return {};
  return {
    'ratelimit-policy': states.map(({ rule }) => `"${rule.name}";q=${rule.points};w=${rule.windowSeconds}`).join(', '),
    ratelimit: states.map(({ rule, remaining, resetSeconds }) => `"${rule.name}";r=${remaining};t=${resetSeconds}`).join(', '),
    'ratelimit-limit': String(tightest.rule.points),
    'ratelimit-remaining': String(tightest.remaining),
    'ratelimit-reset': String(tightest.resetSeconds),
  };
}
