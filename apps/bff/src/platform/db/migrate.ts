import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { databaseRoles, rolePassword } from './role-urls.ts';

const folder = new URL('../../../migrations/', import.meta.url);

/** Any number will do, as long as every migrator takes the same one. */
const MIGRATION_LOCK = 7_203_114;

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** The migrations in their order, as they stand in `apps/bff/migrations`. */
export async function listMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings the database to the newest schema, forward only, one transaction a migration.
 *
 * Safe to call from any number of processes at once. It also makes the two roles that the application connects as and sets
 * their passwords, unless both have addresses of their own.
 * @param ownerUrl the owner's address; it needn't be a superuser, but needs CREATEROLE to make the roles
 * @param options `manageRoles` makes the roles unless it is false; `migrations` are all of them when left out
 * @returns the names of the migrations that were applied now
 * @throws when an applied migration's file has changed since
 */
export async function migrate(ownerUrl: string, options: { manageRoles?: boolean; migrations?: readonly Migration[] } = {}): Promise<string[]> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    if (options.manageRoles ?? true) await ensureRoles(sql, ownerUrl);
    await letRolesIn(sql);
    await sql`create table if not exists schema_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`;
    const applied = new Map((await sql`select name, checksum from schema_migrations`).map((row) => [row.name, row.checksum]));
    const fresh: string[] = [];
    for (const migration of options.migrations ?? (await listMigrations())) {
      const checksum = applied.get(migration.name);
      if (checksum === undefined) {
        await apply(sql, migration);
        fresh.push(migration.name);
      } else if (checksum !== migration.checksum) {
        throw new Error(`${migration.name} was applied before and has changed since; write a new migration instead`);
      }
    }
    return fresh;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Whoever reads a table that is to be altered makes the migration wait, and everybody after it: better it tries again. */
const LOCK_TIMEOUT_MS = 2_000;
const LOCK_ATTEMPTS = 30;
const LOCK_NOT_AVAILABLE = '55P03';

async function apply(sql: postgres.Sql, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sql.begin(async (tx) => {
        await tx.unsafe(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
        await tx.unsafe(migration.sql).simple();
        await tx`insert into schema_migrations (name, checksum) values (${migration.name}, ${migration.checksum})`;
      });
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE || attempt === LOCK_ATTEMPTS) throw error;
      await sleep(LOCK_TIMEOUT_MS / 4);
    }
  }
}

/** Roles are shared by all databases of a cluster, so two migrators may alter one at the same moment. */
const ROLE_ATTEMPTS = 20;

async function ensureRoles(sql: postgres.Sql, ownerUrl: string): Promise<void> {
  for (const role of databaseRoles) {
    await sql.unsafe(`do $$ begin
      create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole;
    exception when duplicate_object or unique_violation then null; end $$`);
    // Looked at rather than set: only a superuser may say NOSUPERUSER of a role, and an owner seldom is one.
    const [row] = await sql`select rolsuper or rolbypassrls as exempt from pg_roles where rolname = ${role}`;
    if (row?.exempt) throw new Error(`the role ${role} is a superuser or bypasses row-level security; take that from it first`);
    await setPassword(sql, role, rolePassword(ownerUrl, role));
  }
}

async function setPassword(sql: postgres.Sql, role: string, password: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // A password of base64url needs no quoting.
      await sql.unsafe(`alter role ${role} with login password '${password}'`);
      return;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code === '42501') throw new Error(`the owner may not set the password of ${role}: grant it the role WITH ADMIN OPTION, or set DATABASE_APP_URL and DATABASE_PLATFORM_URL`, { cause: error });
      if (!message.includes('concurrently updated') || attempt === ROLE_ATTEMPTS) throw error;
      await sleep(10 * attempt * Math.random());
    }
  }
}

async function letRolesIn(sql: postgres.Sql): Promise<void> {
  const [row] = await sql`select current_database() as name`;
  const database = String(row?.name).replaceAll('"', '""');
  await sql.unsafe(`grant connect on database "${database}" to ${databaseRoles.join(', ')}`);
  // The queue keeps its tables in a schema of its own, which only the platform role can see.
  await sql.unsafe(`create schema if not exists pgboss; grant usage, create on schema pgboss to mais_platform`).simple();
}
