import { startStripeEmulator } from '@mais/stripe-emulator';
import type Stripe from 'stripe';
import { createStripe } from '../platform/stripe/create-stripe.ts';
import { createMigratedDatabase } from '../testing/database.ts';
import { createPaymentsWorld, type PaymentsWorld, type TestTenant } from '../testing/payments-fixture.ts';
import { readTestKey } from './test-key.ts';

/** Payments with Stripe's test mode or with the emulator, and a tenant whose account can be charged on. */
export interface StripeLive extends PaymentsWorld {
  readonly tenant: TestTenant;
  readonly currency: string;
}

interface Target {
  readonly secretKey: string;
  readonly apiUrl: string | null;
  close(): Promise<void>;
}

/** The one place that knows which of the two it is: `pnpm test:stripe-live` asks for Stripe, every other run gets the emulator. */
function startTarget(env: NodeJS.ProcessEnv): Promise<Target> {
  return env.STRIPE_LIVE_TESTS === 'on' ? Promise.resolve({ secretKey: readTestKey(env), apiUrl: null, close: () => Promise.resolve() }) : startEmulated();
}

async function startEmulated(): Promise<Target> {
  const emulator = await startStripeEmulator();
  const ready = new URLSearchParams({ id: 'acct_1ready', country: 'US', default_currency: 'usd' });
  await fetch(`${emulator.url}/_emulator/accounts`, { method: 'POST', body: ready });
  return { secretKey: 'sk_test_emulated', apiUrl: emulator.url, close: () => emulator.close() };
}

export async function createStripeLive(env: NodeJS.ProcessEnv): Promise<StripeLive> {
  const target = await startTarget(env);
  try {
    const account = await findReadyAccount(createStripe(target), env.STRIPE_TEST_ACCOUNT);
    const currency = (account.default_currency ?? 'usd').toUpperCase();
    const world = createPaymentsWorld(await createMigratedDatabase(), target);
    const closeWorld = world.close;
    const tenant = { accountId: account.id, scope: await world.addTenant(account.id, { currency, country: account.country ?? 'US' }) };
    return Object.assign(world, {
      tenant, currency,
      async close() {
        await Promise.all([closeWorld(), target.close()]);
      },
    });
  } catch (error) {
    await target.close();
    throw error;
  }
}

/** Onboarding is done on Stripe's own pages, so the suite can't make such an account by itself. */
async function findReadyAccount(stripe: Stripe, chosen: string | undefined): Promise<Stripe.Account> {
  if (chosen !== undefined && chosen !== '') return stripe.accounts.retrieve(chosen);
  for await (const account of stripe.accounts.list({ limit: 100 })) {
    if (account.charges_enabled) return account;
  }
  throw new Error('No connected account of this key can take charges. Onboard one in test mode (docs/payments-connect.md), or name one: STRIPE_TEST_ACCOUNT=acct_…');
}
