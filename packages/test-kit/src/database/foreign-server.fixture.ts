// A test run with DATABASE_URL: the server there is not ours to stop.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from '@mais/embedded-database';

import { createDatabase, withAdmin } from './create-database.ts';
import { ensureTemplate } from './ensure-template.ts';
import { shareTestServer } from './share-test-server.ts';

const foreign = await startEmbeddedDatabase({ folder: await mkdtemp(join(tmpdir(), 'mais-foreign-')), temporary: true });
const url = foreign.url('postgres');
await withAdmin(url, (sql) => sql`create database somebody_elses`);
process.env.DATABASE_URL = url;

const close = await shareTestServer();
await createDatabase({ template: await ensureTemplate('kept', async () => {}) });
await createDatabase();
const during = (await databases()).filter((name) => name.startsWith('mais_test_')).length;
await close();
const after = await databases();
await foreign.stop();
process.stdout.write(JSON.stringify({ during, after }));

async function databases(): Promise<string[]> {
  const rows = await withAdmin(url, (sql) => sql<{ name: string }[]>`
    select datname as name from pg_database where not datistemplate or starts_with(datname, 'mais_') order by datname`);
  return rows.map(({ name }) => name);
}
