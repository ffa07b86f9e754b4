import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '@mais/embedded-database';

import { removeCommandEnvironment } from './command-environment.ts';
import { readProcess } from './process-tree.ts';

/**
 * Takes the data folder for this process, and removes what an earlier one said about being ready.
 * @returns what to call to give it back
 * @throws Error when another stack runs on it
 */
export async function claimDataFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  await mkdir(join(folder, 'stripe-emulator'), { recursive: true, mode: 0o700 });
  const lock = join(folder, 'lock');
  const mine = `${lock}.${randomUUID()}`;
  await writeFile(mine, `${process.pid} ${readProcess(process.pid)?.startedAt ?? ''}`);
  try {
    await placeLock(mine, lock, folder);
  } finally {
    await rm(mine, { force: true });
  }
  const forget = async (): Promise<void> => {
    await rm(join(folder, 'ready.json'), { force: true });
    await removeCommandEnvironment(folder);
  };
  await forget();
  return async () => {
    await forget();
    await rm(lock, { force: true });
  };
}

/** A hard link appears whole or not at all, and fails when the name is taken. */
async function placeLock(mine: string, lock: string, folder: string): Promise<void> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    try {
      await link(mine, lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await findHolder(lock);
    if (holder !== null) {
      throw new Error(
        `The data folder ${folder} is in use by process ${holder}: stop that one first, or set MAIS_DATA_DIR to another folder.`,
      );
    }
    await rm(lock, { force: true });
  }
  throw new Error(`The data folder ${folder} is being taken by another process: try again.`);
}

/** The process that holds the lock; null when it is gone and perhaps its id given to another. */
async function findHolder(lock: string): Promise<number | null> {
  const [pidText, startedAt] = (await readFile(lock, 'utf8').catch(() => '')).split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
  const facts = readProcess(pid);
  if (facts === null) return existsSync('/proc/self') ? null : pid;
  return facts.startedAt === startedAt ? pid : null;
}

/** Says that everything answers; appears whole or not at all. */
export async function writeReady(folder: string, addresses: object): Promise<void> {
  const file = join(folder, 'ready.json');
  await writeFile(`${file}.new`, `${JSON.stringify(addresses, null, 2)}\n`);
  await rename(`${file}.new`, file);
}
