import { z } from 'zod';
import type { Difference } from '../features/payments/index.ts';
import { listReachableAccounts } from '../jobs/due-work.ts';
import type { Services } from '../services.ts';
import { readOptions } from './read-options.ts';
import { UsageError } from './usage-error.ts';

const Options = z.strictObject({ tenant: z.string().optional() });

/** `mais check-ledger`: compares the ledgers with Stripe's books, from the beginning, and ends with 1 where they differ. */
export async function checkLedgerCommand(services: Services, args: readonly string[]): Promise<void> {
  const options = readOptions(Options, args);
  const { config, directory, payments, platform } = services;
  if (config.stripe === null) throw new UsageError('Stripe is not configured, so there is nothing to compare with.');
  const tenant = options.tenant === undefined ? null : await directory.findBySlug(options.tenant);
  if (options.tenant !== undefined && tenant === null) throw new UsageError(`There is no tenant "${options.tenant}".`);
  const accounts = (await listReachableAccounts(platform, config.stripe.livemode)).filter(({ tenantId }) => tenant === null || tenantId === tenant.id);
  let differing = 0;
  for (const account of accounts) {
    const { balances, transactions, differences } = await payments.checkLedger(account, account.accountId, { all: true });
    if (differences.length > 0) differing += 1;
    const sums = balances.map(({ currency, stripeMinor, ledgerMinor }) => `${currency} ${ledgerMinor} (Stripe ${stripeMinor})`).join(', ');
    console.log(`${account.accountId} of ${account.tenantId}: ${transactions} balance transactions, ${sums === '' ? 'nothing yet' : sums}; ${differences.length === 0 ? 'agrees' : 'DIFFERS'}`);
    for (const difference of differences) console.log(`  ${describe(difference)}`);
  }
  if (differing > 0) throw new UsageError(`${differing} of ${accounts.length} ledgers differ from Stripe’s books.`);
  console.log(`All of ${accounts.length} ledgers agree with Stripe’s books.`);
}

function describe({ kind, currency, stripeMinor, ledgerMinor, balanceTransactionId, transaction, postings }: Difference): string {
  const what = transaction === null ? '' : ` ${transaction.type} of ${transaction.source ?? 'nothing'}`;
  const entries = postings.map((posting) => `${posting.kind} ${posting.id} (${posting.entries.map(({ account, amountMinor }) => `${account} ${amountMinor}`).join(', ')})`);
  return [`${kind}: ${balanceTransactionId ?? 'the balance'}${what}: Stripe ${stripeMinor}, ledger ${ledgerMinor} ${currency}`, ...entries].join('\n    ');
}
