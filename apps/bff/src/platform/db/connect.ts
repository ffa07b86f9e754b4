import postgres from 'postgres';

export type Sql = postgres.Sql<{ bigint: number }>;

/** A connection taken out of the pool for one transaction. */
export type ReservedSql = postgres.ReservedSql<{ bigint: number }>;

/**
 * Opens a pool.
 *
 * Columns arrive in camelCase, `bigint` as a number (all of ours are far below 2^53), `date` as its text.
 * @param options `name` is what `pg_stat_activity` shows; times are in milliseconds
 */
export function connectDatabase(url: string, options: { name: string; poolSize: number; statementTimeoutMs?: number }): Sql {
  return postgres(url, {
    max: options.poolSize,
    idle_timeout: 60,
    connect_timeout: 10,
    // In an outage whoever waits must be told soon, and the first after it served: the driver's own pause grows to 20 s.
    backoff: () => 0.1 + Math.random() / 10,
    onnotice: () => {},
    connection: {
      application_name: options.name,
      statement_timeout: options.statementTimeoutMs ?? 15_000,
      idle_in_transaction_session_timeout: 15_000,
    },
    transform: { column: { from: postgres.toCamel } },
    types: {
      bigint: { to: 20, from: [20], serialize: String, parse: parseBigint },
      date: { to: 1082, from: [1082], serialize: (day: string) => day, parse: (day: string) => day },
    },
  }) as unknown as Sql;
}

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint from the database is beyond 2^53');
  return value;
}
