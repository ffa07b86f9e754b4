import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { GuardMessage, GuardOptions } from './guard-protocol.ts';
import { stopPostmaster } from './postmaster.ts';

/** A PostgreSQL server of our own. */
export interface EmbeddedDatabase {
  /** of the superuser, for a database on this server */
  url(database: string): string;
  /** resolves when the server has stopped, asked or not */
  exited: Promise<void>;
  stop(): Promise<void>;
}

/** What may be chosen. */
export interface EmbeddedDatabaseOptions {
  /** holds the cluster, its password and its log; a second start keeps what is there */
  folder: string;
  /** remove the folder at the end, also when this process is killed; defaults to false */
  temporary?: boolean;
  /** server settings, as in `postgresql.conf` */
  settings?: Record<string, string>;
}

/**
 * Starts PostgreSQL 18 on a free port of 127.0.0.1. The server stops when this process ends, however it ends.
 * @throws Error with the server's last words when it doesn't come up
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const folder = resolve(options.folder);
  const guardOptions: GuardOptions = { folder, temporary: options.temporary ?? false, settings: options.settings ?? {} };
  const guard = fork(fileURLToPath(new URL('guard.ts', import.meta.url)), [JSON.stringify(guardOptions)], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  });
  const ended = once(guard, 'exit');

  const message = await Promise.race([once(guard, 'message').then(([first]) => first as GuardMessage), ended.then(() => null)]);
  if (message === null) throw new Error('The guard process of PostgreSQL ended before it was ready.');
  if (message.kind === 'failed') {
    await ended;
    throw new Error(message.message);
  }
  // A forgotten server keeps nobody waiting: this process may end, and the guard sees it.
  guard.unref();
  guard.channel?.unref();

  const password = await readFile(join(folder, 'password'), 'utf8');
  // If the guard itself was killed, the server it watched is still there.
  const exited = ended.then(() => stopPostmaster(join(folder, 'data')));
  return {
    url: (database) => `postgres://postgres:${password}@127.0.0.1:${message.port}/${database}`,
    exited,
    stop: async () => {
      guard.ref();
      if (guard.connected) guard.disconnect();
      await exited;
    },
  };
}
