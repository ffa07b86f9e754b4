// `pnpm test:stripe-live`: runs the suite beside this against Stripe's own test mode.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { readTestKey, TestKeyError } from './test-key.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

try {
  readTestKey(process.env);
  const args = ['run', '--config', '.config/vitest.config.ts', 'apps/bff/src/stripe-live/stripe-live.test.ts', ...process.argv.slice(2)];
  const child = spawn('vitest', args, { cwd: root, stdio: 'inherit', env: { ...process.env, STRIPE_LIVE_TESTS: 'on' } });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} catch (error) {
  console.error(error instanceof TestKeyError ? error.message : error);
  process.exitCode = 1;
}
