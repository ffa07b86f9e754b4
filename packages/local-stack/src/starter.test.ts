import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isAlive } from '@mais/embedded-database';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('fixtures/started.ts', import.meta.url));

test.runIf(existsSync('/proc/self'))('notices that the package manager which started it was killed', async () => {
  const { manager, pid } = await startBelow('pnpm');
  manager.kill('SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test.runIf(existsSync('/proc/self'))('does not care about a shell: with nohup that one ends and the stack goes on', async () => {
  const { manager, pid } = await startBelow('bash');
  manager.kill('SIGKILL');
  await new Promise((settle) => setTimeout(settle, 1_000));
  expect(isAlive(pid)).toBe(true);
  process.kill(pid, 'SIGKILL');
});

/** `; true` keeps the shell from becoming the program that it runs, as pnpm doesn't either. */
async function startBelow(name: string) {
  const manager = spawn('sh', ['-c', '"$0" "$1"; true', process.execPath, script], { argv0: name, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(manager.stdout, 'data')) as [Buffer];
  return { manager, pid: Number(line.toString()) };
}
