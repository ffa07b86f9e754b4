import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import { newId } from '../store/ids.ts';

/** Money from a card is available two days after it was charged. */
const AVAILABLE_AFTER_MS = 2 * 24 * 60 * 60 * 1000;

type FeeDetail = Stripe.BalanceTransaction.FeeDetail;
type Booking = Pick<Stripe.BalanceTransaction, 'amount' | 'currency' | 'description' | 'reporting_category' | 'type'> & {
  readonly source: string;
  readonly fees?: readonly FeeDetail[];
  /** Whether the money can be used at once, as what leaves an account is gone at once. */
  readonly atOnce?: boolean;
};

/** Books a movement on the context's balance; its `net` is the amount less the fees. */
export function bookTransaction(context: Context, { fees = [], atOnce = false, ...booking }: Booking): Stripe.BalanceTransaction {
  const now = context.clock.now();
  const fee = fees.reduce((sum, detail) => sum + detail.amount, 0);
  const transaction = {
    id: newId('txn'),
    object: 'balance_transaction',
    ...booking,
    available_on: toUnixSeconds(atOnce ? now : now + AVAILABLE_AFTER_MS),
    balance_type: 'payments',
    created: toUnixSeconds(now),
    exchange_rate: null,
    fee,
    fee_details: [...fees],
    net: booking.amount - fee,
    status: atOnce ? 'available' : 'pending',
  } satisfies Stripe.BalanceTransaction;
  context.store.put('balance_transaction', transaction.id, { account: context.account, object: transaction });
  return transaction;
}

/** A transaction as it is now: what was pending becomes available by the mere passing of time. */
export function settledTransaction(context: Context, transaction: Stripe.BalanceTransaction): Stripe.BalanceTransaction {
  return { ...transaction, status: isAvailable(context, transaction) ? 'available' : 'pending' };
}

/** Whether its money can be used. */
export function isAvailable(context: Context, transaction: Stripe.BalanceTransaction): boolean {
  return transaction.available_on <= toUnixSeconds(context.clock.now());
}

/** The application that takes application fees: the platform's. */
export function applicationId(context: Context): string {
  return context.platform.replace(/^acct_/, 'ca_');
}
