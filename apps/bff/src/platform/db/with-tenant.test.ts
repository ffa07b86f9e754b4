import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMigratedDatabase, type MigratedDatabase } from '../../testing/database.ts';
import { newId, type TenantId } from '../ids.ts';
import { connectDatabase, type Sql } from './connect.ts';
import { roleUrl } from './role-urls.ts';
import { readWithTenant, withTenant, type TenantScope, type TenantTx } from './with-tenant.ts';

describe('one connection that many tenants share', () => {
  let database: MigratedDatabase;
  let owner: postgres.Sql;
  let pool: Sql;
  beforeAll(async () => {
    database = await createMigratedDatabase();
    owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
    pool = connectDatabase(roleUrl(database.ownerUrl, 'mais_app'), { name: 'one connection', poolSize: 1 });
  });
  afterAll(async () => {
    await Promise.all([owner.end(), pool.end({ timeout: 1 })]);
    await database.close();
  });

  it('shows a thousand interleaved tenants nothing of each other, through errors, rollbacks, timeouts and lost connections', async () => {
    const ways: Way[] = [commits, throwsAfterWriting, failsUnnoticed, readsInOneFlight, readsInOneFlightAndFails, asksLate, looksWithoutScope];
    const visits = Array.from({ length: 1000 }, (_, index) => ({
      scope: { tenantId: newId<TenantId>(), livemode: index % 2 === 0 },
      // Timeouts and lost connections cost time, so they are rare.
      way: index % 100 === 50 ? runsOutOfTime : index % 100 === 99 ? losesItsConnection : (ways[index % ways.length] ?? commits),
    }));
    const outcomes = await Promise.all(visits.map(async ({ scope, way }) => ({ scope, way, kept: await way({ pool, owner, scope }) })));

    const expected = outcomes.filter(({ kept }) => kept).map(({ scope }) => scope.tenantId).toSorted();
    const stored = await owner<{ id: string }[]>`select id from tenants order by id`;
    expect(stored.map(({ id }) => id)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(100);
  });

  it('refuses a handle that outlives its transaction', async () => {
    const scope = newScope();
    const kept = await withTenant(pool, scope, async (tx) => {
      await insertTenant(tx);
      return tx;
    });
    expect(() => kept.sql`select 1`).toThrow('the transaction has ended');
    expect(() => kept.sql.unsafe('select 1')).toThrow('the transaction has ended');
  });

  it('fails a query that was made inside a transaction and is sent after it, whoever has the connection then', async () => {
    const [first, second] = [newScope(), newScope()];
    const made = await withTenant(pool, first, async (tx) => {
      await insertTenant(tx);
      return { query: tx.sql`select id from tenants` };
    });
    await withTenant(pool, second, async (tx) => {
      await insertTenant(tx);
      await expect(made.query).rejects.toThrow('given back');
      expect(await tx.sql`select id from tenants`).toEqual([{ id: second.tenantId }]);
    });
  });

  it('refuses a read of one flight that sends a second query', async () => {
    const scope = newScope();
    await withTenant(pool, scope, insertTenant);
    const late = readWithTenant(pool, scope, ({ sql }) => [
      (async () => {
        const [row] = await sql`select id from tenants`;
        return sql`select id from tenants where id = ${row?.id}`;
      })(),
    ]);
    await expect(late).rejects.toThrow('a read of one flight sent a second query');
    expect(await readWithTenant(pool, scope, ({ sql }) => [sql`select id from tenants`])).toEqual([[{ id: scope.tenantId }]]);
  });

  it('cannot write in a flight of reads', async () => {
    const writing = readWithTenant(pool, newScope(), (tx) => [insertTenant(tx)]);
    await expect(writing).rejects.toMatchObject({ code: '25006' });
  });

  it('takes a commit that the database turned into a rollback for the failure it is', async () => {
    const scope = newScope();
    const swallowed = withTenant(pool, scope, async (tx) => {
      await insertTenant(tx);
      await tx.sql`select 1 / 0`.catch(() => {});
      return 'all is well';
    });
    await expect(swallowed).rejects.toThrow('rolled back by the database');
    expect(await owner`select 1 from tenants where id = ${scope.tenantId}`).toEqual([]);
  });

  it('fails, and goes on, when the connection dies between two queries of a transaction', async () => {
    const scope = newScope();
    const dying = withTenant(pool, scope, async (tx) => {
      await insertTenant(tx);
      await killBackend(owner, tx);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return 'all is well';
    });
    await expect(dying).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    expect(await owner`select 1 from tenants where id = ${scope.tenantId}`).toEqual([]);
    await withTenant(pool, scope, insertTenant);
  });

  it('keeps a transaction whose connection died out of the one that follows on the new connection', async () => {
    const [lost, next] = [newScope(), newScope()];
    const { promise: nextIsRunning, resolve: nextRuns } = Promise.withResolvers<void>();
    const { promise: lostHasTried, resolve: lostTried } = Promise.withResolvers<void>();
    const dying = withTenant(pool, lost, async (tx) => {
      await killBackend(owner, tx);
      await nextIsRunning;
      const late = insertTenant(tx);
      await late.catch(() => {});
      lostTried();
      await late;
    });
    const following = withTenant(pool, next, async (tx) => {
      await insertTenant(tx);
      nextRuns();
      await lostHasTried;
      await tx.sql`insert into schedules (tenant_id, id, name) values (${tx.tenantId}, ${newId()}, 'after')`;
    });
    await expect(dying).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await following;
    expect(await owner`select name from schedules where tenant_id = ${next.tenantId}`).toEqual([{ name: 'after' }]);
    expect(await owner`select 1 from tenants where id = ${lost.tenantId}`).toEqual([]);
  });
});

interface Visit {
  readonly pool: Sql;
  readonly owner: postgres.Sql;
  readonly scope: TenantScope;
}

/** What a tenant does with the connection; says whether its row is there afterwards. */
type Way = (visit: Visit) => Promise<boolean>;

async function commits({ pool, scope }: Visit): Promise<boolean> {
  await withTenant(pool, scope, async (tx) => {
    await seesOnly(tx, []);
    await insertTenant(tx);
    // Gives the others their chance to come between.
    await new Promise(setImmediate);
    await seesOnly(tx, [tx.tenantId]);
  });
  return true;
}

async function throwsAfterWriting({ pool, scope }: Visit): Promise<boolean> {
  const failing = withTenant(pool, scope, async (tx) => {
    await insertTenant(tx);
    await seesOnly(tx, [tx.tenantId]);
    throw new Error('changed its mind');
  });
  await expect(failing).rejects.toThrow('changed its mind');
  return false;
}

async function failsUnnoticed({ pool, scope }: Visit): Promise<boolean> {
  const failing = withTenant(pool, scope, async (tx) => {
    await insertTenant(tx);
    await tx.sql`insert into tenants select * from tenants`.catch(() => {});
  });
  await expect(failing).rejects.toThrow('rolled back by the database');
  return false;
}

async function readsInOneFlight({ pool, scope }: Visit): Promise<boolean> {
  await withTenant(pool, scope, insertTenant);
  const [rows, settings] = await readWithTenant(pool, scope, ({ sql }) => [
    sql`select id from tenants`,
    sql`select current_setting('app.tenant_id', true) as tenant_id`,
  ]);
  expect(rows).toEqual([{ id: scope.tenantId }]);
  expect(settings).toEqual([{ tenantId: scope.tenantId }]);
  return true;
}

async function readsInOneFlightAndFails({ pool, scope }: Visit): Promise<boolean> {
  const failing = readWithTenant(pool, scope, ({ sql }) => [sql`select id from tenants`, sql`select 1 / 0`, sql`select id from tenants`]);
  await expect(failing).rejects.toMatchObject({ code: '22012' });
  return false;
}

async function asksLate({ pool, scope }: Visit): Promise<boolean> {
  const { query } = await withTenant(pool, scope, async ({ sql }) => ({ query: sql`select id from tenants` }));
  await expect(query).rejects.toThrow('given back');
  return false;
}

async function looksWithoutScope({ pool }: Visit): Promise<boolean> {
  expect(await pool`select id from tenants`).toEqual([]);
  return false;
}

async function runsOutOfTime({ pool, scope }: Visit): Promise<boolean> {
  const slow = withTenant(pool, scope, async (tx) => {
    await insertTenant(tx);
    await tx.sql`set local statement_timeout = '10ms'`;
    await tx.sql`select pg_sleep(5)`;
  });
  await expect(slow).rejects.toMatchObject({ code: '57014' });
  return false;
}

async function losesItsConnection({ pool, owner, scope }: Visit): Promise<boolean> {
  const lost = withTenant(pool, scope, async (tx) => {
    await insertTenant(tx);
    await killBackend(owner, tx);
    await insertTenant(tx);
  });
  await expect(lost).rejects.toThrow(/CONNECTION_CLOSED|terminating connection/);
  return false;
}

function newScope(): TenantScope {
  return { tenantId: newId<TenantId>(), livemode: false };
}

async function insertTenant({ sql, tenantId }: TenantTx): Promise<void> {
  await sql`insert into tenants (id, slug, name, email, country, currency, time_zone, commission_bps)
    values (${tenantId}, ${`t-${tenantId}`}, 'Test', 'test@example.com', 'US', 'USD', 'UTC', 1250)`;
}

/** Reads without a filter, so that row-level security is all that stands between. */
async function seesOnly({ sql }: TenantTx, ids: readonly string[]): Promise<void> {
  const rows = await sql<{ id: string }[]>`select id from tenants`;
  expect(rows.map(({ id }) => id)).toEqual(ids);
}

async function killBackend(owner: postgres.Sql, { sql }: TenantTx): Promise<void> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  await owner`select pg_terminate_backend(${row?.pid ?? 0}, 1000)`;
}
