import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { claimDataFolder, writeReady } from './data-folder.ts';
import { loadSecrets } from './secrets.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mais-data-folder-test-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('is one stack’s at a time, and free again when given back', async () => {
  const release = await claimDataFolder(folder);
  await expect(claimDataFolder(folder)).rejects.toThrow(`in use by process ${process.pid}`);
  await release();
  const again = await claimDataFolder(folder);
  await again();
  expect(await readdir(folder)).toEqual(['stripe-emulator']);
});

test('only one of many that ask at the same time gets it', async () => {
  const asked = await Promise.allSettled(Array.from({ length: 20 }, () => claimDataFolder(folder)));
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('is taken over from a stack that was killed, with what it said about being ready', async () => {
  await writeFile(join(folder, 'lock'), `${await endedProcess()} 123`);
  await writeReady(folder, { bff: 'http://127.0.0.1:1' });
  const release = await claimDataFolder(folder);
  expect(existsSync(join(folder, 'ready.json'))).toBe(false);
  await release();
});

test.runIf(existsSync('/proc/self'))('is taken over when the process id belongs to another by now', async () => {
  await writeFile(join(folder, 'lock'), `${process.pid} 1`);
  const release = await claimDataFolder(folder);
  await release();
});

test('secrets stay the same from start to start and are for their owner alone', async () => {
  const first = await loadSecrets(folder);
  expect(await loadSecrets(folder)).toEqual(first);
  expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
  expect(Buffer.from(first.TENANT_SECRETS_ENCRYPTION_KEY, 'hex')).toHaveLength(32);
  expect(new Set(Object.values(first)).size).toBe(4);
});

test('a damaged file of secrets is not overwritten', async () => {
  await writeFile(join(folder, 'secrets.json'), '{"JWT_SECRET":"half');
  await expect(loadSecrets(folder)).rejects.toThrow('is not JSON');
  expect(await readFile(join(folder, 'secrets.json'), 'utf8')).toBe('{"JWT_SECRET":"half');
});

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((settle) => child.once('exit', settle));
  return child.pid ?? 0;
}
