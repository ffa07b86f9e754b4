import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwnedDatabase, type OwnedDatabase } from '../../testing/owned-database.ts';
import { describeSchema } from '../../testing/schema-description.ts';
import { newId, type TenantId } from '../ids.ts';
import { connectDatabase } from './connect.ts';
import { listMigrations, migrate } from './migrate.ts';
import { roleUrl } from './role-urls.ts';
import { withTenant } from './with-tenant.ts';

describe('migrations, run by an owner that is no superuser', () => {
  const made: OwnedDatabase[] = [];
  const connections: postgres.Sql[] = [];
  let names: string[];
  beforeAll(async () => {
    names = (await listMigrations()).map(({ name }) => name);
  });
  afterAll(async () => {
    await Promise.all(connections.map((sql) => sql.end({ timeout: 1 })));
    for (const database of made) await database.close();
  });

  async function newDatabase(): Promise<OwnedDatabase & { owner: postgres.Sql }> {
    const database = await createOwnedDatabase();
    made.push(database);
    const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
    connections.push(owner);
    return { ...database, owner };
  }

  it('do nothing the second time', async () => {
    const { ownerUrl, owner } = await newDatabase();
    expect(await migrate(ownerUrl)).toEqual(names);
    const schema = await describeSchema(owner);
    const applied = await owner`select * from schema_migrations order by name`;
    expect(await migrate(ownerUrl)).toEqual([]);
    expect(await describeSchema(owner)).toEqual(schema);
    expect(await owner`select * from schema_migrations order by name`).toEqual(applied);
  });

  it('are applied once by any number of processes at once', async () => {
    const { ownerUrl } = await newDatabase();
    const runs = await Promise.all(Array.from({ length: 5 }, () => migrate(ownerUrl)));
    expect(runs.flat().toSorted()).toEqual(names);
  });

  it('may run on several databases of one server at once, which share their roles', async () => {
    const databases = await Promise.all(Array.from({ length: 4 }, newDatabase));
    const runs = await Promise.all(databases.flatMap(({ ownerUrl }) => [migrate(ownerUrl), migrate(ownerUrl)]));
    expect(runs.flat()).toHaveLength(4 * names.length);
  });

  it('are refused when the file of an applied one has changed', async () => {
    const { ownerUrl, owner } = await newDatabase();
    await migrate(ownerUrl);
    const schema = await describeSchema(owner);
    await owner`update schema_migrations set checksum = 'of another text' where name = ${names[1] ?? ''}`;
    await expect(migrate(ownerUrl)).rejects.toThrow(`${names[1]} was applied before and has changed since`);
    expect(await describeSchema(owner)).toEqual(schema);
  });

  it('leave a newer version’s migrations alone, so that the old version can still start', async () => {
    const { ownerUrl, owner } = await newDatabase();
    await migrate(ownerUrl);
    await owner`insert into schema_migrations (name, checksum) values ('9999-of-tomorrow.sql', 'unknown')`;
    expect(await migrate(ownerUrl)).toEqual([]);
  });

  it('leave nothing of one that fails, and go on from there', async () => {
    const { ownerUrl, owner } = await newDatabase();
    await owner`create table customers (in_the_way text)`;
    await expect(migrate(ownerUrl)).rejects.toThrow('"customers" already exists');
    expect(await owner`select to_regclass('holds') as holds, to_regclass('packages') is not null as packages`).toEqual([{ holds: null, packages: true }]);
    await owner`drop table customers`;
    expect(await migrate(ownerUrl)).toEqual(names.slice(1));
  });

  it('come to the same schema from scratch as step by step', async () => {
    const [whole, stepwise] = await Promise.all([newDatabase(), newDatabase()]);
    await migrate(whole.ownerUrl);
    const migrations = await listMigrations();
    for (let known = 1; known <= migrations.length; known += 1) await migrate(stepwise.ownerUrl, { migrations: migrations.slice(0, known) });
    expect(await describeSchema(stepwise.owner)).toEqual(await describeSchema(whole.owner));
  });

  it('let the version that runs go on reading while they wait for a table', async () => {
    const { ownerUrl, owner } = await newDatabase();
    await migrate(ownerUrl);
    const reader = postgres(ownerUrl, { max: 1, onnotice: () => {} });
    connections.push(reader);
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    const { promise: hasRead, resolve: read } = Promise.withResolvers<void>();
    const reading = reader.begin(async (sql) => {
      await sql`select count(*) from bookings`;
      read();
      await mayEnd;
    });
    await hasRead;
    const later = { name: '9000-later.sql', sql: 'alter table bookings add column later text', checksum: 'later' };
    const migrating = migrate(ownerUrl, { migrations: [...(await listMigrations()), later] });
    // Until the migration gives way, everybody waits behind it.
    await expect.poll(async () => (await owner`select 1 from pg_locks where relation = 'bookings'::regclass and not granted`).length).toBe(1);
    // If it didn't, this would never come: what it waits for ends only after that.
    await owner`select count(*) from bookings`;
    end();
    await reading;
    expect(await migrating).toEqual(['9000-later.sql']);
  });

  it('take nothing away from the version that still runs', async () => {
    for (const { name, sql } of (await listMigrations())) expect(breaksRunningVersion(sql), name).toEqual([]);
    for (const bad of [
      'alter table bookings drop column note;', 'drop table holds;', 'alter table bookings rename column note to remark;', 'alter table bookings rename to reservations;',
      'alter table bookings alter column note type jsonb;', 'alter table bookings alter column note set not null;', 'alter table bookings add column vat text not null;',
      'revoke select on bookings from mais_app;',
    ]) expect(breaksRunningVersion(bad), bad).toHaveLength(1);
    expect(breaksRunningVersion(`alter table bookings add column vat text not null default '';\nalter table bookings add column x int;`)).toEqual([]);
  });

  it('make two roles that own nothing and can bypass nothing', async () => {
    const { ownerUrl, owner } = await newDatabase();
    await migrate(ownerUrl);
    const roles = await owner`
      select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
        (select count(*)::int from pg_auth_members where member = pg_roles.oid) as memberships
      from pg_roles where rolname in ('mais_app', 'mais_platform') order by rolname`;
    const powerless = { rolcanlogin: true, rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, memberships: 0 };
    expect(roles).toEqual([{ rolname: 'mais_app', ...powerless }, { rolname: 'mais_platform', ...powerless }]);
    const owned = await owner`
      select relname as name from pg_class where relowner in ('mais_app'::regrole, 'mais_platform'::regrole)
      union all select proname from pg_proc where proowner in ('mais_app'::regrole, 'mais_platform'::regrole)
      union all select nspname from pg_namespace where nspowner in ('mais_app'::regrole, 'mais_platform'::regrole)
      union all select typname from pg_type where typowner in ('mais_app'::regrole, 'mais_platform'::regrole)`;
    expect(owned).toEqual([]);
  });

  it('keep the owner itself from seeing rows, until a backfill sets a tenant', async () => {
    const { ownerUrl, owner } = await newDatabase();
    await migrate(ownerUrl);
    const app = connectDatabase(roleUrl(ownerUrl, 'mais_app'), { name: 'backfill', poolSize: 2 });
    const tenants = [newId<TenantId>(), newId<TenantId>()];
    for (const tenantId of tenants) {
      await withTenant(app, { tenantId, livemode: false }, async ({ sql }) => {
        await sql`insert into tenants (id, slug, name, email, country, currency, time_zone, commission_bps)
          values (${tenantId}, ${`t-${tenantId}`}, 'Old name', 'test@example.com', 'US', 'USD', 'UTC', 1250)`;
        await sql`insert into schedules (tenant_id, id, name) values (${tenantId}, ${newId()}, 'Old hours')`;
      });
    }
    expect(await owner`select * from tenants`).toEqual([]);
    expect((await owner`update schedules set name = 'New hours'`).count).toBe(0);
    expect((await owner`delete from schedules`).count).toBe(0);

    await owner.begin(async (sql) => {
      for (const tenantId of tenants) {
        await sql`select set_config('app.tenant_id', ${tenantId}, true)`;
        expect((await sql`update schedules set name = 'New hours'`).count).toBe(1);
      }
    });
    for (const tenantId of tenants) {
      const rows = await withTenant(app, { tenantId, livemode: false }, ({ sql }) => sql`select name from schedules`);
      expect(rows).toEqual([{ name: 'New hours' }]);
    }
    await app.end({ timeout: 1 });
  });
});

/** Statements that a version which doesn't know of them can't live with: it reads and writes what it always did. */
function breaksRunningVersion(sql: string): string[] {
  const statements = sql.replaceAll(/--.*/g, '').replaceAll(/\$\$[\s\S]*?\$\$/g, '').split(';').map((statement) => statement.trim());
  return statements.filter((statement) =>
    /\bdrop\s+(?:table|column)\b|\brename\b|\balter\s+column\s+\w+\s+(?:set\s+data\s+)?(?:type|set\s+not\s+null)\b/i.test(statement)
    || (/\badd\s+column\b/i.test(statement) && /\bnot\s+null\b/i.test(statement) && !/\bdefault\b/i.test(statement))
    || /^revoke\b(?!.*\bfrom\s+public$)/is.test(statement));
}
