import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { isAlive } from './postmaster.ts';
import { startEmbeddedDatabase } from './start-database.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mais-embedded-database-test-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('keeps what was written over a restart, and lets nobody else read the folder', async () => {
  const first = await startEmbeddedDatabase({ folder });
  await query(first.url('postgres'), (sql) => sql`create table kept as select 42 as answer`);
  await first.stop();

  const second = await startEmbeddedDatabase({ folder });
  const rows = await query(second.url('postgres'), (sql) => sql`select answer from kept`);
  expect(rows).toEqual([{ answer: 42 }]);
  await second.stop();

  expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
});

test('listens on 127.0.0.1 alone and asks for the password', async () => {
  const database = await startEmbeddedDatabase({ folder });
  const url = new URL(database.url('postgres'));
  expect(url.hostname).toBe('127.0.0.1');
  const [setting] = await query(url.href, (sql) => sql`show listen_addresses`);
  expect(setting).toEqual({ listen_addresses: '127.0.0.1' });
  url.password = 'wrong';
  await expect(query(url.href, (sql) => sql`select 1`)).rejects.toThrow('password authentication failed');
  await database.stop();
});

test('a temporary cluster leaves nothing', async () => {
  const database = await startEmbeddedDatabase({ folder, temporary: true });
  const pid = await postmasterPid(folder);
  await database.stop();
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(folder)).toBe(false);
});

test('the server stops and its temporary folder goes when the process that asked for it is killed', async () => {
  const owner = fork(fileURLToPath(new URL('owner.fixture.ts', import.meta.url)), [folder], { execArgv: [] });
  await once(owner, 'message');
  const pid = await postmasterPid(folder);
  expect(isAlive(pid)).toBe(true);
  owner.kill('SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
  await expect.poll(() => existsSync(folder)).toBe(false);
});

test('a server whose guard was killed too is stopped by the next start on its folder', async () => {
  const owner = fork(fileURLToPath(new URL('owner.fixture.ts', import.meta.url)), [folder], { execArgv: [] });
  await once(owner, 'message');
  const orphan = await postmasterPid(folder);
  const guard = await parentOf(orphan);
  owner.kill('SIGSTOP');
  process.kill(guard, 'SIGKILL');
  owner.kill('SIGKILL');

  const database = await startEmbeddedDatabase({ folder });
  expect(isAlive(orphan)).toBe(false);
  expect(await query(database.url('postgres'), (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
  await database.stop();
});

test('tells when the server stops by itself', async () => {
  const database = await startEmbeddedDatabase({ folder });
  process.kill(await postmasterPid(folder), 'SIGQUIT');
  await database.exited;
});

test('says what is wrong when the server cannot start', async () => {
  const started = startEmbeddedDatabase({ folder, settings: { max_connections: 'many' } });
  await expect(started).rejects.toThrow('invalid value for parameter "max_connections"');
});

test.runIf(process.getuid?.() === 0)('runs for root below a folder that only root may enter', async () => {
  const hidden = await mkdtemp(join(homedir(), '.mais-embedded-database-test-'));
  try {
    expect((await stat(hidden)).mode & 0o077).toBe(0);
    const database = await startEmbeddedDatabase({ folder: join(hidden, 'database'), temporary: true });
    expect(await query(database.url('postgres'), (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
    await database.stop();
  } finally {
    await rm(hidden, { recursive: true, force: true });
  }
});

async function query<Row extends object>(url: string, run: (sql: postgres.Sql) => PromiseLike<Row[]>): Promise<Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return [...(await run(sql))];
  } finally {
    await sql.end();
  }
}

async function postmasterPid(cluster: string): Promise<number> {
  return Number((await readFile(join(cluster, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

async function parentOf(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=', '-p', String(pid)]);
  return Number(stdout);
}
