/** What the key isn't, in words for whoever gave it, or left it out. */
export class TestKeyError extends Error {}

/**
 * The key of Stripe's test mode that the suite may use.
 * @throws TestKeyError when there is none, or when it is no test key; never with the key in it
 */
export function readTestKey({ STRIPE_TEST_SECRET_KEY: key }: Readonly<Record<string, string | undefined>>): string {
  if (key === undefined || key === '') {
    throw new TestKeyError('Set STRIPE_TEST_SECRET_KEY to a secret key of Stripe’s test mode (sk_test_…). Without one the same tests run against the emulator: pnpm unit apps/bff/src/stripe-live');
  }
  if (/_live_/.test(key)) throw new TestKeyError('STRIPE_TEST_SECRET_KEY is a live key: these tests make payments. Use one of test mode (sk_test_…).');
  if (!/^(sk|rk)_test_\w+$/.test(key)) throw new TestKeyError('STRIPE_TEST_SECRET_KEY is no secret key of test mode: it begins with sk_test_.');
  return key;
}
