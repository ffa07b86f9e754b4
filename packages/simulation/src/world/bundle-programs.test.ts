import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { bundlePrograms, type Programs } from './bundle-programs.ts';
import { nameSourcesIn } from './name-sources.ts';

let folder: string;
let programs: Programs;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mais-programs-'));
  programs = await bundlePrograms(folder);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test('each program is a single file that starts anywhere', async () => {
  expect(await run(programs.bff)).toMatch(/^The environment is not valid:\n/);
  expect(await run(programs.worker)).toMatch(/^The environment is not valid:\n/);
  expect(await run(programs.cli, 'help')).toMatch(/^Usage: mais /);
  expect(await run(programs.emulator)).toMatch(/EMULATOR_PORT/);
});

test('what lies beside its source is found where it was', async () => {
  expect(await readFile(programs.cli, 'utf8')).toMatch(/new URL\("\.\.\/\.\.\/\.\.\/migrations\/", "file:\/\/\S+\/apps\/bff\/src\/platform\/db\/migrate\.ts"\)/);
});

test('a log that is kept names lines of the sources', async () => {
  const lines = (await readFile(programs.worker, 'utf8')).split('\n');
  const line = lines.findIndex((text) => text.includes('async function relayOutbox(')) + 1;
  const logs = join(folder, 'logs');
  await mkdir(logs);
  await writeFile(join(logs, 'worker.1.log'), `Error: a line\n    at relayOutbox (file://${programs.worker}:${line}:1)\n    at file:///elsewhere/other.mjs:1:1\n`);
  await nameSourcesIn(logs);
  const [, first, second] = (await readFile(join(logs, 'worker.1.log'), 'utf8')).split('\n');
  const [, source = '', place] = /\((\/.+\/apps\/bff\/src\/jobs\/relay-outbox\.ts):(\d+):\d+\)/.exec(first ?? '') ?? [];
  expect((await readFile(source, 'utf8')).split('\n')[Number(place) - 1]).toContain('export async function relayOutbox(');
  expect(second).toBe('    at file:///elsewhere/other.mjs:1:1');
});

/** What it says on both streams, started with an environment that is none. */
function run(script: string, ...args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { cwd: folder, env: { EMULATOR_PORT: 'none' } }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}
