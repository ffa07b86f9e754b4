import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a running server says of itself in `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  ready: boolean;
}

/**
 * Reads `postmaster.pid`; null when no server runs on this data folder.
 * @see https://www.postgresql.org/docs/18/storage-file-layout.html
 */
export async function findPostmaster(dataFolder: string): Promise<Postmaster | null> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
  // Line 8 is what pg_ctl waits for.
  return { pid, ready: lines[7]?.trim() === 'ready' };
}

/** Stops the server that a killed process left on this data folder, and returns when it is gone. */
export async function stopPostmaster(dataFolder: string, timeoutMs = 20_000): Promise<void> {
  const postmaster = await findPostmaster(dataFolder);
  if (postmaster === null || !(await isPostgres(postmaster.pid))) return;
  await stopServer(postmaster.pid, timeoutMs);
}

/**
 * Asks a server to disconnect its clients and stop; after `timeoutMs`, to quit at once and recover at the next start.
 * @param pid of the postmaster
 */
export async function stopServer(pid: number, timeoutMs: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await gone(pid, timeoutMs)) return;
  signal(pid, 'SIGQUIT');
  if (!(await gone(pid, 5_000))) signal(pid, 'SIGKILL');
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** After a reboot the id in a left-over file may belong to anybody. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.split('\0')[0]?.endsWith('postgres') ?? false;
}

async function gone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It went away by itself.
  }
}
