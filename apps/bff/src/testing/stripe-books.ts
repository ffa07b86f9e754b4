import type Stripe from 'stripe';
import { withTenant } from '../platform/db/with-tenant.ts';
import type { PaymentsFixture, TestTenant } from './payments-fixture.ts';

/** A tenant's ledger beside what Stripe has in its own books of the account. */
export interface Books {
  /** By balance transaction: what it moved, by our postings and at Stripe. */
  readonly ours: Readonly<Record<string, number>>;
  readonly stripes: Readonly<Record<string, number>>;
  readonly balanceMinor: number;
  readonly stripeBalanceMinor: number;
  /** Our sums by account. */
  readonly accounts: Readonly<Record<string, number>>;
  /** Ids of postings whose entries don't sum to zero. */
  readonly unbalanced: readonly string[];
  readonly postings: readonly { readonly kind: string; readonly subject: string }[];
}

type Fixture = Pick<PaymentsFixture, 'database' | 'stripe'>;

export async function readBooks(fixture: Fixture, { scope, accountId }: TestTenant): Promise<Books> {
  const transactions = await listTransactions(fixture, accountId);
  const balance = await fixture.stripe.balance.retrieve({}, { stripeAccount: accountId });
  const own = await withTenant(fixture.database.app, scope, async ({ sql }) => ({
    parts: [...(await sql<{ id: string; net: number }[]>`select balance_transaction_id as id, sum(net_minor)::bigint as net from ledger_balance_transactions group by 1`)],
    accounts: [...(await sql<{ account: string; sum: number }[]>`select account, sum(amount_minor)::bigint as sum from ledger_entries group by 1`)],
    unbalanced: [...(await sql<{ id: string }[]>`select posting_id as id from ledger_entries group by 1 having sum(amount_minor) <> 0`)],
    postings: [...(await sql<{ kind: string; subject: string }[]>`select kind, subject from ledger_postings order by created_at, id`)],
  }));
  return {
    ours: Object.fromEntries(own.parts.map(({ id, net }) => [id, net])),
    stripes: Object.fromEntries(transactions.map(({ id, net }) => [id, net])),
    balanceMinor: own.accounts.find(({ account }) => account === 'stripe_balance')?.sum ?? 0,
    stripeBalanceMinor: [...balance.available, ...balance.pending].reduce((sum, { amount }) => sum + amount, 0),
    accounts: Object.fromEntries(own.accounts.map(({ account, sum }) => [account, sum])),
    unbalanced: own.unbalanced.map(({ id }) => id),
    postings: own.postings,
  };
}

function listTransactions({ stripe }: Fixture, accountId: string): Promise<Stripe.BalanceTransaction[]> {
  return stripe.balanceTransactions.list({ limit: 100 }, { stripeAccount: accountId }).autoPagingToArray({ limit: 10_000 });
}
