import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Sql } from '../db/connect.ts';

export interface RateRule {
  /** Stands in the headers, and keeps the counters of rules apart. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
}

/** Where a subject stands after a request was counted. */
export interface RateState {
  readonly rule: RateRule;
  readonly isOver: boolean;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export interface RateLimiter {
  /** Counts one request; never fails: a store that can't be reached is replaced by the process's own memory. */
  count(subject: string): Promise<RateState>;
}

export interface RateStore {
  limiter(rule: RateRule): RateLimiter;
}

/**
 * Counters of this process, or of all processes together.
 * @param shared the app role's pool, and what makes subjects unreadable in the database
 */
export function createRateStore(shared: { sql: Sql; hash: (text: string) => Buffer } | null): RateStore {
  return {
    limiter(rule) {
      const memory = new RateLimiterMemory({ keyPrefix: rule.name, points: rule.points, duration: rule.windowSeconds });
      if (shared === null) return { count: (subject) => count(memory, rule, subject) };
      const limiter = new RateLimiterPostgres({
        storeClient: postgresClient(shared.sql), storeType: 'client', schemaName: 'limits', tableName: 'rate_limits', tableCreated: true,
        keyPrefix: rule.name, points: rule.points, duration: rule.windowSeconds,
        // Whoever is over the limit costs the database nothing more.
        inMemoryBlockOnConsumed: rule.points + 1,
        insuranceLimiter: memory,
      });
      return { count: (subject) => count(limiter, rule, shared.hash(subject).toString('base64url')) };
    },
  };
}

async function count(limiter: RateLimiterMemory | RateLimiterPostgres, rule: RateRule, subject: string): Promise<RateState> {
  try {
    return stateOf(rule, await limiter.consume(subject), false);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return stateOf(rule, refusal, true);
  }
}

function stateOf(rule: RateRule, result: RateLimiterRes, isOver: boolean): RateState {
  return { rule, isOver, remaining: isOver ? 0 : result.remainingPoints, resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)) };
}

/** What the library asks of a client of the `pg` package, from ours. */
function postgresClient(sql: Sql) {
  return {
    async query({ text, values }: { text: string; values: (string | number | null)[] }) {
      const rows = await sql.unsafe(text, values, { prepare: true });
      return { rows, rowCount: rows.count };
    },
  };
}
