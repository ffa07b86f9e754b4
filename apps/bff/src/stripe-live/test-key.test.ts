import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readTestKey } from './test-key.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

/** @returns what the command prints and how it ends */
async function runWith(key: string | undefined): Promise<{ code: unknown; stderr: string }> {
  const env = { ...process.env, STRIPE_TEST_SECRET_KEY: key };
  return promisify(execFile)(process.execPath, [main], { env, timeout: 30_000 }).then(
    ({ stderr }) => ({ code: 0, stderr }),
    (error: { code: unknown; stderr: string }) => ({ code: error.code, stderr: error.stderr }),
  );
}

describe('pnpm test:stripe-live', () => {
  it('says which key it needs when there is none', async () => {
    expect(await runWith(undefined)).toEqual({ code: 1, stderr: expect.stringMatching(/^Set STRIPE_TEST_SECRET_KEY/) });
  });

  it('refuses a live key without showing it', async () => {
    for (const key of ['sk_live_abc123', 'rk_live_abc123']) {
      const { code, stderr } = await runWith(key);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/is a live key/)]);
      expect(stderr).not.toContain('abc123');
    }
  });

  it('takes secret and restricted keys of test mode, and nothing else', () => {
    for (const key of ['sk_test_abc', 'rk_test_abc']) expect(readTestKey({ STRIPE_TEST_SECRET_KEY: key })).toBe(key);
    for (const key of ['pk_test_abc', 'whsec_abc', 'sk_test_', 'xsk_test_a']) expect(() => readTestKey({ STRIPE_TEST_SECRET_KEY: key }), key).toThrow(/begins with sk_test_/);
    expect(() => readTestKey({ STRIPE_TEST_SECRET_KEY: '' })).toThrow(/^Set STRIPE_TEST_SECRET_KEY/);
  });
});
