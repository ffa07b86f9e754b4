import type { Services } from '../services.ts';
import { listAccountsByBooks, type AccountOf } from './due-work.ts';

/** What events told is there within seconds; this finds what none told. */
const READ_MS = 60 * 60_000;

const CHECK_MS = 24 * 60 * 60_000;

/** Reads accounts' books at Stripe for what no event told. One that fails doesn't keep the others. */
export async function reconcileAccounts(services: Services): Promise<void> {
  const { config, platform, clock, payments } = services;
  if (config.stripe === null) return;
  const due = await listAccountsByBooks(platform, config.stripe.livemode, { readBefore: new Date(clock.now().getTime() - READ_MS) });
  await each(services, due, 'an account could not be reconciled whole', (account) => payments.reconcileAccount(account, account.accountId));
}

/** Compares each account's ledger with Stripe's books once a day. */
export async function checkLedgers(services: Services): Promise<void> {
  const { config, platform, clock, payments } = services;
  if (config.stripe === null) return;
  const due = await listAccountsByBooks(platform, config.stripe.livemode, { checkedBefore: new Date(clock.now().getTime() - CHECK_MS) });
  await each(services, due, 'a ledger could not be compared with Stripe’s books', async (account) => {
    // After hours without a worker everything of those hours would be missing, and told to the tenant as a difference.
    await payments.reconcileAccount(account, account.accountId);
    await payments.checkLedger(account, account.accountId);
  });
}

async function each({ log }: Services, accounts: readonly AccountOf[], failure: string, work: (account: AccountOf) => Promise<unknown>): Promise<void> {
  for (const account of accounts) {
    await work(account).catch((error: unknown) => log.error({ tenantId: account.tenantId, accountId: account.accountId, err: error }, failure));
  }
}
