import { join } from 'node:path';
import { startEmbeddedDatabase } from '@mais/embedded-database';
import postgres from 'postgres';

/** The database of a stack. */
export interface StackDatabase {
  url: string;
  /** resolves when the server has stopped; never for a server that isn't ours */
  exited: Promise<void>;
  stop(): Promise<void>;
}

const databaseName = 'mais';

/**
 * Uses the server that `DATABASE_URL` names, or starts the one in the data folder.
 * @throws Error when it doesn't come up
 */
export async function openStackDatabase(dataFolder: string, env: NodeJS.ProcessEnv): Promise<StackDatabase> {
  const given = env.DATABASE_URL;
  if (given !== undefined && given !== '') return { url: given, exited: new Promise(() => {}), stop: async () => {} };

  const server = await startEmbeddedDatabase({
    folder: join(dataFolder, 'postgres'),
    // Several BFFs, the worker and a curious developer at once.
    settings: { max_connections: '200' },
  });
  await createOnce(server.url('postgres'));
  return { url: server.url(databaseName), exited: server.exited, stop: () => server.stop() };
}

async function createOnce(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${databaseName}`;
    if (found.length === 0) await sql`create database ${sql(databaseName)}`;
  } finally {
    await sql.end();
  }
}
