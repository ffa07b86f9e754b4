import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('whoever interrupts it gets the machine back, with no process and no file left', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mais-interrupted-'));
  try {
    const command = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url)), '--faults', 'none'], { env: { ...process.env, TMPDIR: folder }, stdio: 'ignore' });
    const ended = once(command, 'exit');
    // Both replicas: a run has begun.
    await expect.poll(() => processesIn(folder).filter((line) => line.includes('/bff.mjs')).length, { timeout: 120_000, interval: 200 }).toBe(2);
    command.kill('SIGTERM');
    expect(await ended).toEqual([1, null]);
    expect(processesIn(folder)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 240_000);

/** The command lines of those who were given something that lies there. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => commandOf(pid)).filter((line) => line.includes(folder));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
