import type { TenantId } from '../ids.ts';
import type { ReservedSql, Sql } from './connect.ts';

/** Whose rows, and of which mode. */
export interface TenantScope {
  readonly tenantId: TenantId;
  readonly livemode: boolean;
}

/** The one handle that a repository accepts: a transaction in which the database shows this tenant's rows alone. */
export interface TenantTx extends TenantScope {
  readonly sql: ReservedSql;
  /** Runs `task` once the transaction has committed, and never if it is rolled back. It must not throw. */
  afterCommit(task: () => void): void;
}

/**
 * Runs `work` in one transaction of one tenant.
 *
 * `begin`, the scope and the first query travel together: `work` gets its handle before the database has answered, and
 * each failure surfaces where its own answer is awaited.
 * @returns what `work` returned, after the commit
 * @throws whatever `work` threw, after the rollback; an error when the handle is used after the end
 */
export async function withTenant<T>(pool: Sql, scope: TenantScope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  const sql = await pool.reserve();
  const handle = closableSql(sql, 'the transaction has ended; await every query inside it');
  try {
    const opening = openTransaction(sql, scope, 'begin');
    const tasks: (() => void)[] = [];
    try {
      const result = await work({ sql: handle.sql, tenantId: scope.tenantId, livemode: scope.livemode, afterCommit: (task) => void tasks.push(task) });
      handle.close();
      await opening;
      // A transaction that failed unnoticed answers a commit with ROLLBACK.
      const ended = await sql.unsafe('commit');
      if (ended.command !== 'COMMIT') throw new Error('the transaction was rolled back by the database');
      for (const task of tasks) task();
      return result;
    } catch (error) {
      handle.close();
      await sql.unsafe('rollback').catch(() => {});
      throw error;
    }
  } finally {
    sql.release();
  }
}

/**
 * Runs reads that don't depend on each other, in one flight to the database and back.
 * @param reads starts the reads; each may send one query, and none may wait for another
 * @throws when a read sends a query after the first flight: it would run outside the scope and see nothing
 */
export async function readWithTenant<T extends readonly PromiseLike<unknown>[]>(
  pool: Sql,
  scope: TenantScope,
  reads: (tx: TenantTx) => readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const sql = await pool.reserve();
  try {
    const opening = openTransaction(sql, scope, 'begin read only');
    const flight = closableSql(sql, 'a read of one flight sent a second query; use withTenant');
    const results = Promise.all(reads({ sql: flight.sql, tenantId: scope.tenantId, livemode: scope.livemode, afterCommit: nothingFollows }));
    results.catch(() => {});
    // The driver sends a query a few microtasks after it is made; once they have run, all of the flight is on its way.
    await new Promise(setImmediate);
    flight.close();
    const closing = sql.unsafe('commit').execute();
    const [, rows] = await Promise.all([opening, results, closing]);
    return rows as { -readonly [K in keyof T]: Awaited<T[K]> };
  } catch (error) {
    await sql.unsafe('rollback').catch(() => {});
    throw error;
  } finally {
    sql.release();
  }
}

function nothingFollows(): never {
  throw new Error('nothing follows a read; use withTenant');
}

/** A handle that takes no new query once it is closed; one that was made before and not sent fails when the connection is released. */
function closableSql(sql: ReservedSql, reason: string): { sql: ReservedSql; close(): void } {
  let closed = false;
  const guarded = new Proxy(sql, {
    apply(target, self, args) {
      if (closed) throw new Error(reason);
      return Reflect.apply(target, self, args);
    },
    get(target, property) {
      if (closed) throw new Error(reason);
      return Reflect.get(target, property) as unknown;
    },
  });
  return { sql: guarded, close: () => { closed = true; } };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Two commands in one message of the simple protocol, which costs client and server a third less than a statement each. */
function openTransaction(sql: ReservedSql, scope: TenantScope, begin: 'begin' | 'begin read only'): Promise<unknown> {
  // `set` takes no parameters, so the id becomes part of the text.
  if (!UUID.test(scope.tenantId)) throw new TypeError('a tenant is named by a UUID');
  const opening = sql.unsafe(`${begin}; set local app.tenant_id = '${scope.tenantId}'`).execute();
  // Awaited later; a failure before that must not count as unhandled.
  opening.catch(() => {});
  return opening;
}
