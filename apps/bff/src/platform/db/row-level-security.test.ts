import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchDatabase, type DatabaseWatcher, type TenantTable } from '../../testing/database-state.ts';
import { furnishTenant, type FurnishedTenant } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { withTenant, type TenantTx } from './with-tenant.ts';

const DENIED = '42501';

describe('raw SQL as the role that the application connects as', () => {
  let product: ProductFixture;
  let watcher: DatabaseWatcher;
  let tables: TenantTable[];
  let victim: FurnishedTenant;
  let other: FurnishedTenant;
  beforeAll(async () => {
    product = await createProductFixture();
    watcher = watchDatabase(product.database.ownerUrl);
    [tables, victim, other] = await Promise.all([watcher.listTenantTables(), furnishTenant(product, 'harborkayaks'), furnishTenant(product, 'matsuritea')]);
    await watcher.settle();
  });
  afterAll(async () => {
    await watcher.close();
    await product.close();
  });

  it('knows tenants in every table but the list of migrations and what all tenants share', async () => {
    const all = await watcher.sql<{ name: string }[]>`select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`;
    const names = new Set(tables.map(({ name }) => name));
    expect(all.map(({ name }) => name).filter((name) => !names.has(name)).toSorted()).toEqual(['reference_zones', 'schema_migrations']);
    expect(tables.length).toBeGreaterThanOrEqual(29);
  });

  it('meets rows of the other tenant in every table, or none of this would prove anything', async () => {
    const empty = [];
    for (const table of tables) if ((await ownRows(table, victim)).length === 0) empty.push(table.name);
    expect(empty).toEqual([]);
  });

  it('has row-level security on and forced in every table', () => {
    expect(tables.filter(({ rowSecurity, forced }) => !rowSecurity || !forced)).toEqual([]);
  });

  it('finds nothing of another tenant in any table', async () => {
    const found: Record<string, number> = {};
    await inScope(other, async ({ sql }) => {
      for (const { name, tenantColumn } of tables) {
        const [row] = await sql<{ own: number; foreign: number }[]>`
          select count(*) filter (where ${sql(tenantColumn)} = ${other.scope.tenantId})::int as own,
            count(*) filter (where ${sql(tenantColumn)} is distinct from ${other.scope.tenantId})::int as foreign from ${sql(name)}`;
        found[name] = row?.foreign ?? -1;
        expect(row?.own, `${name} shows the tenant its own rows`).toBeGreaterThan(0);
      }
    });
    expect(found).toEqual(Object.fromEntries(tables.map(({ name }) => [name, 0])));
  });

  it('finds nothing at all without a scope, with an emptied one and with one of nobody', async () => {
    for (const { name } of tables) expect(await product.database.app`select * from ${product.database.app(name)}`, name).toEqual([]);
    await product.database.app.begin(async (sql) => {
      await sql`select set_config('app.tenant_id', '', true)`;
      for (const { name } of tables) expect(await sql`select * from ${sql(name)}`, name).toEqual([]);
      await sql`select set_config('app.tenant_id', '00000000-0000-0000-0000-000000000000', true)`;
      for (const { name } of tables) expect(await sql`select * from ${sql(name)}`, name).toEqual([]);
    });
  });

  it('inserts nothing into another tenant, in its own scope or without one', async () => {
    for (const table of tables) {
      const [row] = await ownRows(table, victim);
      const insert = insertStatement(table);
      expect(await refusal(inScope(other, ({ sql }) => sql.unsafe(insert, [row as never]))), table.name).toBe(DENIED);
      expect(await refusal(inScope(other, ({ sql }) => sql.unsafe(`${insert} on conflict do nothing`, [row as never]))), table.name).toBe(DENIED);
      expect(await refusal(product.database.app.unsafe(insert, [row as never])), table.name).toBe(DENIED);
    }
  });

  it('gives none of its rows to another tenant', async () => {
    for (const { name, tenantColumn } of tables) {
      const giving = inScope(other, ({ sql }) => sql`update ${sql(name)} set ${sql(tenantColumn)} = ${victim.scope.tenantId}`);
      expect(await refusal(giving), name).toBe(DENIED);
    }
  });

  it('changes and deletes nothing of another tenant', async () => {
    const before = await watcher.checksum();
    for (const { name, tenantColumn } of tables) {
      for (const statement of [
        `update "${name}" set "${tenantColumn}" = "${tenantColumn}" where "${tenantColumn}" = $1`,
        `delete from "${name}" where "${tenantColumn}" = $1`,
        `select * from "${name}" where "${tenantColumn}" = $1 for update`,
      ]) {
        expect(await touched(inScope(other, ({ sql }) => sql.unsafe(statement, [victim.scope.tenantId]))), statement).toBeOneOf([0, DENIED]);
        expect(await touched(product.database.app.unsafe(statement, [victim.scope.tenantId])), statement).toBeOneOf([0, DENIED]);
      }
      expect(await refusal(inScope(other, ({ sql }) => sql.unsafe(`truncate "${name}" cascade`))), name).toBe(DENIED);
    }
    expect(await watcher.checksum()).toEqual(before);
  });

  it('cannot point at a row of another tenant by a foreign key', async () => {
    const [item] = await watcher.sql`select id from packages where tenant_id = ${victim.scope.tenantId} limit 1`;
    const pointing = inScope(other, ({ sql, tenantId }) => sql`
      update holds set package_id = ${item?.id as string} where tenant_id = ${tenantId}`);
    expect(await refusal(pointing)).toBe('23503');
  });

  it('sees neither the list of migrations nor the queue, and makes no tables', async () => {
    expect(await refusal(product.database.app`select * from schema_migrations`)).toBe(DENIED);
    expect(await refusal(product.database.app`select * from pgboss.job`)).toBe(DENIED);
    expect(await refusal(product.database.app`create table public.mine (id int)`)).toBe(DENIED);
    expect(await refusal(product.database.app`select isolate_by_tenant('tenants')`)).toBe(DENIED);
    expect(await refusal(product.database.app`alter table bookings no force row level security`)).toBe(DENIED);
    expect(await refusal(product.database.app`set role mais_platform`)).toBe(DENIED);
  });

  it('lets the platform role read what finds a tenant or what is due, and nothing of customers', async () => {
    const readable = await watcher.sql<{ name: string; columns: string[] }[]>`
      select table_name as name, array_agg(column_name::text order by column_name) as columns from information_schema.column_privileges
      where grantee = 'mais_platform' and privilege_type = 'SELECT' and table_schema = 'public' group by table_name order by table_name`;
    const whole = ['api_keys', 'outbox', 'stripe_accounts', 'tenant_origins', 'tenants'];
    expect(readable.map(({ name }) => name)).toEqual([...whole, 'account_books', 'bookings', 'emails', 'files', 'holds', 'idempotency_keys', 'payment_method_domains', 'payments', 'refunds', 'tenant_data_keys', 'waitlist_entries', 'webhook_deliveries'].toSorted());
    expect(Object.fromEntries(readable.filter(({ name }) => !whole.includes(name)).map(({ name, columns }) => [name, columns]))).toEqual({
      account_books: ['checked_at', 'livemode', 'read_at', 'stripe_account_id', 'tenant_id'],
      bookings: ['balance_next_at', 'expires_at', 'id', 'livemode', 'status', 'tenant_id'],
      emails: ['id', 'livemode', 'next_attempt_at', 'status', 'tenant_id'],
      files: ['booking_id', 'hold_id', 'id', 'livemode', 'tenant_id'],
      holds: ['expires_at', 'id', 'livemode', 'status', 'tenant_id'],
      idempotency_keys: ['created_at', 'livemode', 'tenant_id'],
      payment_method_domains: ['domain', 'livemode', 'next_try_at', 'tenant_id'],
      payments: ['balance_transaction_id', 'book_after', 'created_at', 'id', 'livemode', 'payment_intent_id', 'status', 'succeeded_at', 'tenant_id', 'updated_at'],
      refunds: ['created_at', 'id', 'livemode', 'next_try_at', 'status', 'tenant_id', 'updated_at'],
      tenant_data_keys: ['master_key_id', 'tenant_id'],
      waitlist_entries: ['checked_at', 'livemode', 'status', 'tenant_id'],
      webhook_deliveries: ['created_at', 'endpoint_id', 'livemode', 'next_attempt_at', 'status', 'subject_id', 'tenant_id'],
    });
  });

  function inScope<T>(tenant: FurnishedTenant, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return withTenant(product.database.app, tenant.scope, work);
  }

  async function ownRows(table: TenantTable, tenant: FurnishedTenant): Promise<unknown[]> {
    const { sql } = watcher;
    const rows = await sql<{ row: unknown }[]>`select to_jsonb(t) as row from ${sql(table.name)} t where ${sql(table.tenantColumn)} = ${tenant.scope.tenantId} limit 3`;
    return rows.map(({ row }) => row);
  }
});

/** Inserts a whole row, given as JSON; generated columns make themselves. */
function insertStatement({ name, columns }: TenantTable): string {
  const list = columns.map((column) => `"${column}"`).join(', ');
  return `insert into "${name}" (${list}) select ${list} from jsonb_populate_record(null::"${name}", $1::jsonb)`;
}

/** The error's code of PostgreSQL, or what happened instead of an error. */
async function refusal(attempt: PromiseLike<unknown>): Promise<string> {
  return attempt.then(() => 'it was done', (error: { code?: string; message: string }) => error.code ?? error.message);
}

async function touched(attempt: PromiseLike<{ count: number }>): Promise<number | string> {
  return attempt.then(({ count }) => count, (error: { code?: string; message: string }) => error.code ?? error.message);
}
