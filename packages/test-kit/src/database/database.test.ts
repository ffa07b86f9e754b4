import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

import { createDatabase, type TestDatabase, withAdmin } from './create-database.ts';
import { ensureTemplate } from './ensure-template.ts';
import { findTestServer } from './test-server.ts';

const made: TestDatabase[] = [];

afterAll(async () => {
  for (const database of made) await database.drop();
});

test('copies what the template holds, and copies do not see each other', async () => {
  const template = await ensureTemplate('copies', (url) => withAdmin(url, async (sql) => {
    await sql`create table notes (body text not null)`;
    await sql`insert into notes values ('from the template')`;
  }));
  const [one, other] = await Promise.all([createDatabase({ template }), createDatabase({ template })]);
  made.push(one, other);
  await withAdmin(one.url, (sql) => sql`insert into notes values ('mine')`);
  expect((await read(one)).map(({ body }) => body)).toEqual(['from the template', 'mine']);
  expect((await read(other)).map(({ body }) => body)).toEqual(['from the template']);
});

test('builds a template once, however many processes ask at the same time', async () => {
  const script = fileURLToPath(new URL('ask-for-template.fixture.ts', import.meta.url));
  await Promise.all(Array.from({ length: 3 }, () => promisify(execFile)(process.execPath, [script])));
  const database = await createDatabase({ template: await ensureTemplate('fixture', () => Promise.reject(new Error('built again'))) });
  made.push(database);
  expect(await withAdmin(database.url, (sql) => sql`select count(*)::int as builds from builds`)).toEqual([{ builds: 1 }]);
});

test('builds a template again when the first build failed', async () => {
  const failing = ensureTemplate('second_try', () => Promise.reject(new Error('no such file')));
  await expect(failing).rejects.toThrow('no such file');
  const template = await ensureTemplate('second_try', (url) => withAdmin(url, async (sql) => {
    await sql`create table done ()`;
  }));
  const database = await createDatabase({ template });
  made.push(database);
  expect(await withAdmin(database.url, (sql) => sql`select to_regclass('done') is not null as done`)).toEqual([{ done: true }]);
});

test('drops a database that is still in use', async () => {
  const database = await createDatabase();
  await withAdmin(database.url, async (sql) => {
    await sql`select 1`;
    await database.drop();
  });
  const { url } = await findTestServer();
  expect(await withAdmin(url, (sql) => sql`select 1 from pg_database where datname = ${database.name}`)).toEqual([]);
});

test('takes as many connections as a contention test opens', async () => {
  const { url } = await findTestServer();
  const [row] = await withAdmin(url, (sql) => sql<{ max: number }[]>`select current_setting('max_connections')::int as max`);
  expect(row?.max).toBeGreaterThanOrEqual(300);
});

function read(database: TestDatabase): Promise<{ body: string }[]> {
  return withAdmin(database.url, (sql) => sql<{ body: string }[]>`select body from notes order by body`);
}
