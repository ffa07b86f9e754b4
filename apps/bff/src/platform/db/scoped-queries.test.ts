import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { findSqlLiterals, type SqlLiteral } from '../../testing/sql-literals.ts';

const sources = fileURLToPath(new URL('../../', import.meta.url));
const migrations = fileURLToPath(new URL('../../../migrations/', import.meta.url));

/** Files that look across tenants, as the platform role; what they may read there the database limits. */
const acrossTenants = ['features/tenants/platform-repository.ts', 'jobs/due-work.ts', 'jobs/relay-outbox.ts'];

/** Where SQL may stand beside repositories and `platform/db/`. */
const alsoSql: Record<string, string> = {
  'features/audit/record-audit.ts': 'the one statement of its feature',
  'features/availability/live/change-channel.ts': 'notifies and listens; touches no table',
  'features/bookings/claim-resources.ts': 'how times are claimed is SQL throughout',
  'features/bookings/claim-seats.ts': 'how seats are claimed is SQL throughout',
  'features/health/routes.ts': 'asks whether the database answers; touches no table',
  'jobs/due-work.ts': 'the repository of the jobs',
  'jobs/relay-outbox.ts': 'one transaction of the queue’s own',
};

describe('the SQL of the application', () => {
  let tables: string[];
  let files: { readonly path: string; readonly source: string }[];
  beforeAll(async () => {
    tables = await listTenantTables();
    const names = await readdir(sources, { recursive: true });
    const own = names.filter((path) => path.endsWith('.ts') && !/[.](?:test|fixture)[.]ts$|^(?:testing|isolation|seed)\//.test(path));
    files = await Promise.all(own.toSorted().map(async (path) => ({ path, source: await readFile(`${sources}/${path}`, 'utf8') })));
  });

  it('names the tenant in every query on a tenant’s table, for each of its tables', () => {
    const unscoped = files.filter(({ path }) => !acrossTenants.includes(path))
      .flatMap(({ path, source }) => findUnscoped(source, tables).map(({ line, text }) => `${path}:${line} ${text.trim().slice(0, 120)}`));
    expect(unscoped).toEqual([]);
  });

  it('stands in repositories, and in a few files that are named', () => {
    const elsewhere = files.filter(({ path, source }) => !isRepository(path) && findSqlLiterals(source).length > 0).map(({ path }) => path);
    expect(elsewhere).toEqual(Object.keys(alsoSql).toSorted());
  });

  it('looks across tenants where it is said to, and nowhere in vain', () => {
    const used = files.filter(({ path, source }) => acrossTenants.includes(path) && findUnscoped(source, tables).length > 0).map(({ path }) => path);
    expect(used).toEqual(acrossTenants.toSorted());
  });

  it('is really read: dozens of queries on all of the tables', () => {
    const literals = files.flatMap(({ source }) => findSqlLiterals(source));
    expect(literals.length).toBeGreaterThan(60);
    const untouched = tables.filter((table) => !literals.some(({ text }) => mentions(text, [table]) > 0));
    expect(untouched).toEqual([]);
  });

  describe('is found out', () => {
    const planted: [string, string][] = [
      ['a query without the tenant', 'const rows = await tx.sql<Row[]>`select * from bookings where id = ${id}`;'],
      ['an update without the tenant', 'await tx.sql`update holds set status = ${status} where id = ${id}`;'],
      ['a deletion without the tenant', 'await tx.sql`\n  delete from idempotency_keys where created_at < ${before}`;'],
      ['an insertion without the tenant', 'await tx.sql`insert into outbox (id, topic) values (${id}, ${topic})`;'],
      ['a join that only filters one side', 'return tx.sql`select 1 from bookings join customers on customers.id = bookings.customer_id where bookings.tenant_id = ${tx.tenantId}`;'],
      ['a subquery without the tenant', 'return tx.sql`select 1 from claims where tenant_id = ${tx.tenantId} and hold_id in (select id from holds where status = ${status})`;'],
      ['a fragment that has no filter', 'function inMode(tx) { return tx.sql`livemode = ${tx.livemode}`; }\nfunction find(tx) { return tx.sql`select * from payments where ${inMode(tx)}`; }'],
      ['a query inside another’s expression', 'tx.sql`select * from (${tx.sql`select * from refunds where id = ${id}`}) as r`;'],
      ['a plain string', "await transaction.db.executeSql('update outbox set dispatched_at = now() where id = $1', [id]);"],
      ['a tenant that is only selected', 'tx.sql`select bookings.tenant_id, id from bookings where id = ${id}`;'],
      ['all tenants', 'tx.sql`select * from tenants where slug = ${slug}`;'],
    ];
    it.each(planted)('%s', (_, source) => {
      expect(findUnscoped(source, tables)).not.toEqual([]);
    });

    const sound: [string, string][] = [
      ['a filter', 'tx.sql`select * from bookings where tenant_id = ${tx.tenantId} and id = ${id}`;'],
      ['a filter in a fragment', 'const overlap = tx.sql`tenant_id = ${tx.tenantId}`;\nreturn tx.sql`update claims set released_at = ${now} where ${overlap}`;'],
      ['a join by tenant', 'tx.sql`select 1 from bookings join customers on customers.tenant_id = bookings.tenant_id where bookings.tenant_id = ${tx.tenantId}`;'],
      ['an insertion with the tenant', 'tx.sql`insert into outbox (tenant_id, id) values (${tx.tenantId}, ${id})`;'],
      ['words in prose', "const detail = 'Nothing is deleted from bookings.';"],
      ['words in a comment', '// select * from bookings'],
    ];
    it.each(sound)('not %s', (_, source) => {
      expect(findUnscoped(source, tables)).toEqual([]);
    });
  });
});

/** Queries in which some tenant's table is neither filtered by the tenant nor joined by it nor given it. */
function findUnscoped(source: string, tables: readonly string[]): SqlLiteral[] {
  return findSqlLiterals(source).filter(({ text }) => mentions(text, tables) > scopes(text));
}

function mentions(text: string, tables: readonly string[]): number {
  const names = [...text.matchAll(/\b(?:from|join|into|update|using)\s+"?([a-z_]+)\b/gi)].map(([, name]) => name ?? '');
  const listed = [...text.matchAll(/\bfrom\s+[a-z_]+(?:\s+as\s+\w+)?\s*,\s*([a-z_]+)\b/gi)].map(([, name]) => name ?? '');
  return [...names, ...listed].filter((name) => tables.includes(name)).length;
}

/** Comparisons with the tenant, and lists of columns to insert that begin with it; rows given whole are objects that carry it. */
function scopes(text: string): number {
  const compared = text.match(/\btenant_id\s*=|\btenants\.id\s*=|=\s*\w+\.tenant_id\b(?!\s*=)/gi)?.length ?? 0;
  const inserted = text.match(/\binsert\s+into\s+\w+\s*(?:\(\s*tenant_id\b|\$\{)/gi)?.length ?? 0;
  // A tenant is inserted under its own id.
  return compared + inserted + (/\binsert\s+into\s+tenants\s*\(id,[^)]*\)\s*values\s*\(\$\{tx\.tenantId\}/i.test(text) ? 1 : 0);
}

function isRepository(path: string): boolean {
  return path.endsWith('repository.ts') || path.startsWith('platform/db/');
}

async function listTenantTables(): Promise<string[]> {
  const names = (await readdir(migrations)).filter((name) => name.endsWith('.sql'));
  const scripts = await Promise.all(names.map((name) => readFile(`${migrations}/${name}`, 'utf8')));
  return scripts.flatMap((script) => [...script.matchAll(/create table (\w+) \(([\s\S]*?)\n\);/g)])
    .filter(([, name, columns]) => name === 'tenants' || columns?.includes('tenant_id'))
    .map(([, name]) => name ?? '')
    .toSorted();
}
