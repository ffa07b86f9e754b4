import { createHash } from 'node:crypto';
import postgres from 'postgres';

/** Looks at the whole database, as a role that row-level security doesn't bind. */
export interface DatabaseWatcher {
  readonly sql: postgres.Sql;
  /** The tables of the schema that hold tenants' data: `tenants` and every table with a `tenant_id`. */
  listTenantTables(): Promise<TenantTable[]>;
  /** A checksum of every row of every table, by table. */
  checksum(): Promise<Record<string, string>>;
  /** Waits until nothing has changed for `quietMs`: Stripe's events come on their own time. */
  settle(quietMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface TenantTable {
  readonly name: string;
  /** The column that says whose row it is. */
  readonly tenantColumn: 'id' | 'tenant_id';
  readonly rowSecurity: boolean;
  readonly forced: boolean;
  /** Every column that can be written. */
  readonly columns: readonly string[];
}

/** @param ownerUrl of a superuser, as the tests' own server gives it */
export function watchDatabase(ownerUrl: string): DatabaseWatcher {
  const sql = postgres(ownerUrl, { max: 2, onnotice: () => {} });

  async function checksum(): Promise<Record<string, string>> {
    const tables = await sql<{ name: string }[]>`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`;
    const query = tables.map(({ name }) => `select '${name}' as name, coalesce(string_agg(t::text, e'\\n' order by t::text), '') as rows from "${name}" t`).join(' union all ');
    const rows = await sql.unsafe<{ name: string; rows: string }[]>(query);
    return Object.fromEntries(rows.map((row) => [row.name, createHash('sha256').update(row.rows).digest('hex')]));
  }

  return {
    sql,
    checksum,
    listTenantTables: () => sql<TenantTable[]>`
      select relname as name, case when relname = 'tenants' then 'id' else 'tenant_id' end as "tenantColumn",
        relrowsecurity as "rowSecurity", relforcerowsecurity as forced,
        array_agg(attname::text order by attnum) filter (where attgenerated = '') as columns
      from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
      group by pg_class.oid, relname, relrowsecurity, relforcerowsecurity
      having relname = 'tenants' or bool_or(attname = 'tenant_id')
      order by relname`,
    async settle(quietMs = 300) {
      for (let before = await checksum(); ;) {
        await new Promise((resolve) => setTimeout(resolve, quietMs));
        const after = await checksum();
        if (Object.entries(after).every(([name, value]) => before[name] === value)) return;
        before = after;
      }
    },
    close: () => sql.end({ timeout: 5 }),
  };
}
