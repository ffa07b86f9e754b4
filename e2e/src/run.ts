// `pnpm e2e [files]`: starts the whole product on free ports with a data folder of its own, runs the tests, stops it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePorts, type RunningStack, startStack } from '@mais/local-stack';
import { createDatabase } from '@mais/test-kit';

import { type StackUnderTest, stackVariable } from './stack.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const artifacts = join(folder, '.artifacts');
const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupt.abort());

/** When every run happens: on a Tuesday in June, so that no test meets the end of a month or the change of the clocks by chance. */
const startsAt = Date.parse('2026-06-02T08:00:00Z');
const clockOffsetSeconds = Math.round((startsAt - Date.now()) / 1000);

process.exitCode = await run(process.argv.slice(2));

async function run(filters: string[]): Promise<number> {
  await rm(artifacts, { recursive: true, force: true });
  const dataFolder = await mkdtemp(join(tmpdir(), 'mais-e2e-'));
  // PostgreSQL runs as another user when this is run by root.
  await chmod(dataFolder, 0o755);
  const database = process.env.DATABASE_URL ? await createDatabase() : null;
  try {
    const stack = await startStack({
      ports: await findFreePorts(),
      dataFolder,
      env: { ...withoutStripeKeys(process.env), DATABASE_URL: database?.url, CLOCK_OFFSET_SECONDS: String(clockOffsetSeconds) },
      log: (line) => console.log(`… ${line}`),
      signal: interrupt.signal,
    });
    try {
      return await runTests(stack, filters, join(dataFolder, 'mail'));
    } finally {
      await stack.stop();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await cp(join(dataFolder, 'logs'), join(artifacts, 'logs'), { recursive: true }).catch(() => {});
    await rm(dataFolder, { recursive: true, force: true });
    await database?.drop();
  }
}

async function runTests(stack: RunningStack, filters: string[], mailFolder: string): Promise<number> {
  const env = { ...process.env, [stackVariable]: JSON.stringify({ ...stack.addresses, databaseUrl: stack.databaseUrl, clockOffsetSeconds, mailFolder } satisfies Omit<StackUnderTest, 'emulator'>) };
  const vitest = fileURLToPath(new URL('../vitest.mjs', import.meta.resolve('vitest')));
  const child = spawn(process.execPath, [vitest, 'run', '--root', folder, ...filters], { stdio: 'inherit', env });
  interrupt.signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const exited = once(child, 'exit').then(([code]) => (code as number | null) ?? 1);
  const crashed = stack.crashed.then((reason) => {
    console.error(`\n${reason}`);
    child.kill('SIGTERM');
    return exited.then(() => 1);
  });
  return Promise.race([exited, crashed]);
}

/** Payments are tested against the emulator: it declines, delays and repeats on demand. */
function withoutStripeKeys(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('STRIPE_')));
}
