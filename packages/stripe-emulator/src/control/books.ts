import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { forAccount } from '../context.ts';
import { resourceMissing } from '../http/api-error.ts';
import { settledTransaction } from '../payments/book-transaction.ts';
import type { Owned, Records } from '../store/records.ts';

/** A balance transaction with the automatic payout that it went out with. */
export type BookedTransaction = Stripe.BalanceTransaction & { readonly payout: string | null };

/** Everything that happened to the money of one account, in Stripe's shapes, oldest first. */
export interface AccountBooks {
  readonly account: string;
  readonly platform: boolean;
  readonly payment_intents: readonly Stripe.PaymentIntent[];
  readonly charges: readonly Stripe.Charge[];
  readonly refunds: readonly Stripe.Refund[];
  /** The fees that the platform took from the account, or those that it has taken from all, for the platform itself. */
  readonly application_fees: readonly Stripe.ApplicationFee[];
  readonly fee_refunds: readonly Stripe.FeeRefund[];
  readonly disputes: readonly Stripe.Dispute[];
  readonly payouts: readonly Stripe.Payout[];
  readonly balance_transactions: readonly BookedTransaction[];
  /** The sums of the nets, by currency; `total` is `available` and `pending` together. */
  readonly balance: ReadonlyArray<{ readonly currency: string; readonly available: number; readonly pending: number; readonly total: number }>;
}

/**
 * The books of one account, or of all, for a checker that trusts nothing else: whole, without pages.
 * @throws ApiError 404 for an account that isn't there
 */
export function readBooks(context: Context, account: string | undefined): AccountBooks[] {
  if (account === undefined) return Array.from(context.store.keys('account'), (id) => booksOf(forAccount(context, id)));
  if (context.store.get('account', account) === undefined) throw resourceMissing('account', account, 'account');
  return [booksOf(forAccount(context, account))];
}

function booksOf(context: Context): AccountBooks {
  const platform = context.account === context.platform;
  const fees = owned(forAccount(context, context.platform), 'application_fee').filter((fee) => platform || fee.account === context.account);
  const feeIds = new Set(fees.map(({ id }) => id));
  const transactions = transactionsOf(context);
  return {
    account: context.account,
    platform,
    payment_intents: owned(context, 'payment_intent'),
    charges: owned(context, 'charge'),
    refunds: owned(context, 'refund'),
    application_fees: fees,
    fee_refunds: owned(forAccount(context, context.platform), 'fee_refund').filter(({ fee }) => feeIds.has(String(fee))),
    disputes: owned(context, 'dispute'),
    payouts: owned(context, 'payout'),
    balance_transactions: transactions,
    balance: balanceOf(transactions),
  };
}

type MoneyKind = 'payment_intent' | 'charge' | 'refund' | 'application_fee' | 'fee_refund' | 'dispute' | 'payout';

function owned<K extends MoneyKind>(context: Context, kind: K): Array<Records[K]['object']> {
  return Array.from(context.store.newestOf(kind, context.account), (record: Owned<Records[K]['object']>) => record.object).toReversed();
}

function transactionsOf(context: Context): BookedTransaction[] {
  const records = Array.from(context.store.newestOf('balance_transaction', context.account)).toReversed();
  return records.map(({ object, payout = null }) => ({ ...settledTransaction(context, object), payout }));
}

function balanceOf(transactions: readonly BookedTransaction[]): AccountBooks['balance'] {
  const sums = new Map<string, { currency: string; available: number; pending: number; total: number }>();
  for (const { currency, net, status } of transactions) {
    const sum = sums.get(currency) ?? { currency, available: 0, pending: 0, total: 0 };
    sums.set(currency, { ...sum, [status]: sum[status === 'available' ? 'available' : 'pending'] + net, total: sum.total + net });
  }
  return Array.from(sums.values());
}
