import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from '@mais/embedded-database';
import postgres from 'postgres';

/** The PostgreSQL server that one test run uses. */
export interface TestServer {
  /** of a role that may create databases and roles */
  url: string;
  /** begins the name of every database of this run */
  prefix: string;
}

/** A server that this process has to give back. */
export interface OwnTestServer extends TestServer {
  stop(): Promise<void>;
}

/** Where a process that started a server for others says how to ask it. */
export const sharedServerVariable = 'MAIS_TEST_SERVER';

let found: Promise<TestServer> | null = null;

/**
 * Finds the server of this run: the one that the vitest set-up shares between its processes, or one of this process's own.
 * @throws Error when the server can't be started
 */
export function findTestServer(): Promise<TestServer> {
  const shared = process.env[sharedServerVariable];
  found ??= shared === undefined ? startTestServer() : askFor(shared);
  return found;
}

/** Starts a server that is gone when this process ends, or uses the one that `DATABASE_URL` names. */
export async function startTestServer(): Promise<OwnTestServer> {
  const prefix = `mais_test_${randomBytes(4).toString('hex')}_`;
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== '') return { url: given, prefix, stop: () => dropAll({ url: given, prefix }) };

  const database = await startEmbeddedDatabase({
    folder: await mkdtemp(join(tmpdir(), 'mais-test-database-')),
    temporary: true,
    settings: serverSettings,
  });
  return { url: database.url('postgres'), prefix, stop: () => database.stop() };
}

// Nothing is kept, so nothing has to survive a power cut.
const serverSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '400',
};

async function askFor(address: string): Promise<TestServer> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The test database did not start: ${await answer.text()}`);
  return (await answer.json()) as TestServer;
}

/** A server that isn't ours is left as it was found. */
async function dropAll(server: TestServer): Promise<void> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    const rows = await sql<{ name: string }[]>`
      select datname as name from pg_database where starts_with(datname, ${server.prefix}) order by datname`;
    for (const { name } of rows) {
      await sql`alter database ${sql(name)} is_template false`;
      await sql`drop database ${sql(name)} with (force)`;
    }
  } finally {
    await sql.end();
  }
}
