import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { findBinaries, type PostgresBinaries } from './binaries.ts';
import type { GuardOptions } from './guard-protocol.ts';
import { findPostmaster, stopPostmaster, stopServer } from './postmaster.ts';
import { chooseServerUser, type ServerUser } from './server-user.ts';

/** A server that answers. */
export interface RunningServer {
  port: number;
  exited: Promise<unknown>;
  stop(): Promise<void>;
}

interface Installation {
  binaries: PostgresBinaries;
  user: ServerUser;
  options: GuardOptions;
  signal: AbortSignal;
}

const startTimeoutMs = 60_000;

/**
 * Makes the cluster when the folder has none, and starts the server on a free port of 127.0.0.1.
 * @param signal ends an unfinished start
 * @throws Error with the server's last words when it doesn't come up
 */
export async function startServer(options: GuardOptions, signal: AbortSignal): Promise<RunningServer> {
  const binaries = await findBinaries();
  await mkdir(options.folder, { recursive: true });
  const user = await chooseServerUser([binaries.postgres, join(options.folder, 'data')]);
  const installation = { binaries, user, signal, options };

  if (!existsSync(join(options.folder, 'data'))) await createCluster(installation);
  await stopPostmaster(join(options.folder, 'data'));
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return await launch(installation, port);
    } catch (error) {
      // Somebody may take the port between asking for a free one and using it.
      if (signal.aborted || attempt === 5 || !String(error).includes('Address already in use')) throw error;
    }
  }
}

/** Made beside its place and renamed into it, so that an interrupted `initdb` leaves no half cluster. */
async function createCluster(installation: Installation): Promise<void> {
  const { user, binaries } = installation;
  const { folder, temporary } = installation.options;
  const fresh = join(folder, 'data.new');
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(join(folder, 'password'), randomBytes(24).toString('base64url'), { mode: 0o600 });
  await Promise.all([folder, fresh, join(folder, 'password')].map((path) => user.own(path)));

  const child = spawnServer(installation, binaries.initdb, [
    `--pgdata=${fresh}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${join(folder, 'password')}`,
    '--encoding=UTF8',
    // The same order of text on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(temporary ? ['--no-sync'] : []),
  ]);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`initdb failed:\n${await lastLines(folder)}`);
  await rename(fresh, join(folder, 'data'));
}

async function launch(installation: Installation, port: number): Promise<RunningServer> {
  const { folder, settings } = installation.options;
  const dataFolder = join(folder, 'data');
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  };
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawnServer(installation, installation.binaries.postgres, ['-D', dataFolder, '-p', String(port), ...args]);
  let running = true;
  child.once('exit', () => {
    running = false;
  });
  const exited = once(child, 'exit');

  const deadline = performance.now() + startTimeoutMs;
  while (!(await findPostmaster(dataFolder))?.ready) {
    if (!running) throw new Error(`PostgreSQL stopped while starting:\n${await lastLines(folder)}`);
    if (performance.now() > deadline) throw new Error(`PostgreSQL is not ready after ${startTimeoutMs / 1000} s.`);
    await sleep(10);
  }
  return { port, exited, stop: () => stopChild(child, exited) };
}

async function stopChild(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await stopServer(child.pid, 20_000);
  await exited;
}

function spawnServer(installation: Installation, program: string, args: string[]): ChildProcess {
  const { user, signal } = installation;
  const [command = program, ...rest] = [...user.prefix, program, ...args];
  const log = openSync(join(installation.options.folder, 'server.log'), 'a', 0o600);
  try {
    const child = spawn(command, rest, {
      ...user.ids,
      cwd: '/',
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    });
    signal.addEventListener('abort', () => child.kill('SIGINT'), { once: true });
    return child;
  } finally {
    closeSync(log);
  }
}

async function lastLines(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'server.log'), 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-15).join('\n');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return address.port;
}
