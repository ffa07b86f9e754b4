import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive } from '@mais/embedded-database';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';

import { type PartDefinition, runPart } from './part.ts';
import { findFreePorts } from './ports.ts';
import { RunningParts } from './running-parts.ts';

let dataFolder: string;
let port: number;
let parts: RunningParts;
let interrupt: AbortController;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'mais-parts-test-'));
  port = (await findFreePorts()).bff;
  interrupt = new AbortController();
  parts = new RunningParts(dataFolder, interrupt.signal);
});

afterEach(async () => {
  await parts.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

test('a part has started when it answers, and is gone when it is stopped', async () => {
  await parts.start(server());
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('well');
  await parts.stop();
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed');
  expect(await readFile(join(dataFolder, 'logs/server.log'), 'utf8')).toBe('listening\nstopping\n');
});

test('a part that ends by itself is reported with its last lines, while the others run on', async () => {
  await parts.start(server());
  await parts.start(part('crash', { DELAY_MS: '100' }));
  expect(await parts.crashed).toBe('crash ended with code 7. Its last lines:\n  | the disk is full');
  expect((await fetch(`http://127.0.0.1:${port}`)).ok).toBe(true);
});

test('a part that ends before it answers fails the start with its last lines', async () => {
  const starting = parts.start({ ...part('crash'), healthUrl: `http://127.0.0.1:${port}` });
  await expect(starting).rejects.toThrow('crash ended with code 7. Its last lines:\n  | the disk is full');
});

test('a script that is not there fails the start', async () => {
  const starting = parts.start({ ...part('nowhere'), healthUrl: `http://127.0.0.1:${port}` });
  await expect(starting).rejects.toThrow('Cannot find module');
});

test('a part that ignores being asked is made to stop', async () => {
  await parts.start({ ...part('stubborn'), patienceMs: 300 });
  await expect.poll(() => readFile(join(dataFolder, 'logs/stubborn.log'), 'utf8')).toBe('running\n');
  await parts.stop();
  expect(await Promise.race([parts.crashed, 'no crash'])).toBe('no crash');
});

test('an interrupted start waits for nothing', async () => {
  const starting = parts.start({ ...part('stubborn'), healthUrl: `http://127.0.0.1:${port}`, patienceMs: 100 });
  interrupt.abort();
  await expect(starting).rejects.toThrow('aborted');
});

test('a command that fails says what it last wrote', async () => {
  await expect(runPart(part('crash'), dataFolder, interrupt.signal)).rejects.toThrow('crash ended with code 7. Its last lines:\n  | the disk is full');
});

test('an interrupted command is stopped', async () => {
  const running = runPart({ ...part('stubborn'), patienceMs: 100 }, dataFolder, interrupt.signal);
  setTimeout(() => interrupt.abort(), 200);
  await expect(running).rejects.toThrow('aborted');
});

test('a part stops when the process that started it is killed', async () => {
  const owner = fork(join(fixtures, 'owner.ts'), [dataFolder, String(port)], { execArgv: [] });
  // One that was left behind would keep the whole test run from ending.
  onTestFinished(() => void owner.kill('SIGKILL'));
  const [pid] = (await once(owner, 'message')) as [number];
  await expect.poll(() => readFile(join(dataFolder, 'logs/server.log'), 'utf8')).toBe('listening\n');
  owner.kill('SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(await readFile(join(dataFolder, 'logs/server.log'), 'utf8')).toBe('listening\nstopping\n');
});

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

function server(): PartDefinition {
  return { ...part('server', { PORT: String(port) }), healthUrl: `http://127.0.0.1:${port}` };
}

function part(name: string, env: Record<string, string> = {}): PartDefinition {
  return { name, script: join(fixtures, `${name}.ts`), env, healthUrl: null };
}
