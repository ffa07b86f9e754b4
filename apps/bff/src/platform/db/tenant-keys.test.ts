import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMigratedDatabase, type MigratedDatabase } from '../../testing/database.ts';
import { watchDatabase, type DatabaseWatcher } from '../../testing/database-state.ts';

/** Keys that don't begin with the tenant, each with its reason. */
const keysAcrossTenants: Record<string, string> = {
  tenants_pkey: 'the tenant itself',
  tenants_slug_key: 'a slug is part of an address, so no two tenants may have the same',
};

/** Indexes that only the platform role searches by, which looks across tenants for what belongs to which, or is due. */
const indexesAcrossTenants: Record<string, string> = {
  api_keys_by_hash: 'which tenant a key belongs to',
  stripe_accounts_by_account: 'which tenant an account of Stripe belongs to',
  stripe_accounts_by_check: 'which account is to be asked about',
  payment_method_domains_due: 'which domain is to be registered',
  tenant_data_keys_by_master: 'whose data key is to be wrapped anew',
  holds_due: 'whose hold is over',
  bookings_due: 'whose booking was not paid in time',
  bookings_balance_due: 'whose balance is to be collected',
  payments_unsettled: 'whose payment is to be asked about',
  payments_unbooked: 'whose charge is to be asked about until Stripe has booked it',
  refunds_due: 'whose refund is to be asked about, or made again',
  emails_due: 'which e-mails are to be sent',
  waitlist_entries_to_check: 'who waits and was not looked at for a while',
  webhook_deliveries_due: 'which webhooks are to be sent',
  webhook_deliveries_by_age: 'which webhooks may be forgotten',
  outbox_waiting: 'what is to be handed to the queue',
  idempotency_keys_by_age: 'what may be forgotten',
};

/** Tables outside of `public`, where nothing of a tenant's may stand in the clear. */
const tablesElsewhere: Record<string, string> = {
  'limits.rate_limits': 'counters under keyed hashes, of no tenant',
};

describe('the keys of tenants’ tables', () => {
  let database: MigratedDatabase;
  let watcher: DatabaseWatcher;
  let tables: string[];
  beforeAll(async () => {
    database = await createMigratedDatabase();
    watcher = watchDatabase(database.ownerUrl);
    tables = (await watcher.listTenantTables()).map(({ name }) => name);
  });
  afterAll(async () => {
    await watcher.close();
    await database.close();
  });

  it('begin with the tenant, whether primary, unique or of an exclusion', async () => {
    const indexes = await watcher.sql<{ name: string; first: string; key: boolean }[]>`
      select indexrelid::regclass::text as name, (indisunique or indisexclusion) as key, pg_get_indexdef(indexrelid, 1, true) as first
      from pg_index where indrelid = any(${tables}::regclass[]) order by 1`;
    expect(indexes.length).toBeGreaterThan(tables.length);
    const across = indexes.filter(({ first }) => first !== 'tenant_id');
    expect(across.filter(({ key }) => key).map(({ name }) => name)).toEqual(Object.keys(keysAcrossTenants).toSorted());
    expect(across.filter(({ key }) => !key).map(({ name }) => name)).toEqual(Object.keys(indexesAcrossTenants).toSorted());
  });

  it('begin with the tenant on both sides of every foreign key', async () => {
    const keys = await watcher.sql<{ name: string; from: string; to: string; target: string }[]>`
      select conname as name, confrelid::regclass::text as target,
        (select attname::text from pg_attribute where attrelid = conrelid and attnum = conkey[1]) as from,
        (select attname::text from pg_attribute where attrelid = confrelid and attnum = confkey[1]) as to
      from pg_constraint where contype = 'f' and (conrelid = any(${tables}::regclass[]) or confrelid = any(${tables}::regclass[]))`;
    expect(keys.length).toBeGreaterThan(30);
    expect(keys.filter(({ from, to, target }) => from !== 'tenant_id' || to !== (target === 'tenants' ? 'id' : 'tenant_id'))).toEqual([]);
  });

  it('are there in every table, and the tenant is never null', async () => {
    const nullable = await watcher.sql`
      select attrelid::regclass::text as name from pg_attribute
      where attrelid = any(${tables}::regclass[]) and attname = 'tenant_id' and not attnotnull`;
    expect(nullable).toEqual([]);
    const keyless = await watcher.sql`
      select name from unnest(${tables}::text[]) as name
      where not exists (select 1 from pg_index where indrelid = name::regclass and indisprimary)`;
    expect(keyless).toEqual([]);
  });

  it('leave nothing of a tenant to other schemas', async () => {
    const elsewhere = await watcher.sql<{ name: string }[]>`
      select nspname || '.' || relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind in ('r', 'p', 'v', 'm', 'f') and nspname not in ('public', 'information_schema') and nspname not like 'pg\\_%' order by 1`;
    expect(elsewhere.map(({ name }) => name)).toEqual(Object.keys(tablesElsewhere));
  });

  it('are not gone round by views or by functions that run as their owner', async () => {
    const ways = await watcher.sql`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')
      union all select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`;
    expect(ways).toEqual([]);
  });

  it('are guarded by exactly one policy for the application, and it reads the transaction’s scope', async () => {
    const policies = await watcher.sql<{ name: string; using: string; check: string; command: string }[]>`
      select tablename as name, cmd as command, qual as using, with_check as check from pg_policies
      where schemaname = 'public' and roles && array['public', 'mais_app']::name[] order by tablename`;
    expect(policies.map(({ name }) => name)).toEqual(tables);
    for (const { name, using, check, command } of policies) {
      const column = name === 'tenants' ? 'id' : 'tenant_id';
      expect({ name, command, using, check }).toEqual({
        name, command: 'ALL',
        using: `(${column} = ( SELECT current_tenant_id() AS current_tenant_id))`,
        check: `(${column} = ( SELECT current_tenant_id() AS current_tenant_id))`,
      });
    }
  });
});
