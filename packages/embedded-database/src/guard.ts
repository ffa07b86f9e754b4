// A process of its own between the one that asked for a database and the server:
// 1. It is started detached, so that a Ctrl-C in a terminal reaches the asking process alone, which stops things in order.
// 2. It makes the cluster when there is none, starts the server and reports the port over its channel.
// 3. When the channel closes, because the asking process stopped it or died, even by `kill -9`, it stops the server.
// 4. When the server stops by itself, it ends too, which is how the asking process learns of it.
import { rm } from 'node:fs/promises';

import type { GuardMessage, GuardOptions } from './guard-protocol.ts';
import { type RunningServer, startServer } from './start-server.ts';

const options = JSON.parse(process.argv[2] ?? '') as GuardOptions;
const abort = new AbortController();
let stopping: Promise<void> | null = null;

process.on('disconnect', () => stop(0));
process.on('SIGTERM', () => stop(0));
process.on('SIGINT', () => stop(0));

const starting = startServer(options, abort.signal);
starting.then(watch, fail);
if (!process.connected) stop(0);

async function watch(server: RunningServer): Promise<void> {
  report({ kind: 'ready', port: server.port });
  await server.exited;
  stop(1);
}

function fail(error: unknown): void {
  report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  stop(1);
}

function stop(exitCode: number): void {
  stopping ??= leave(exitCode);
}

async function leave(exitCode: number): Promise<void> {
  abort.abort();
  const server = await starting.catch(() => null);
  await server?.stop();
  if (options.temporary) await rm(options.folder, { recursive: true, force: true });
  process.exit(exitCode);
}

function report(message: GuardMessage): void {
  if (process.connected) process.send?.(message);
}
