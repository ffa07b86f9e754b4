import type Stripe from 'stripe';
import { stripeOf, type PaymentsContext } from '../payments-context.ts';
import { callStripe, isGone } from '../provider-errors.ts';
import type { BookedTransaction, Sums } from './books.ts';

/** An account's balance transactions since then (null for all), oldest first. */
export async function askTransactions(context: PaymentsContext, accountId: string, since: Date | null): Promise<Stripe.BalanceTransaction[]> {
  const created = since === null ? {} : { created: { gte: Math.floor(since.getTime() / 1000) } };
  return callStripe(async () => {
    const transactions: Stripe.BalanceTransaction[] = [];
    for await (const transaction of stripeOf(context).balanceTransactions.list({ ...created, limit: 100 }, { stripeAccount: accountId })) transactions.push(transaction);
    return transactions.toReversed();
  });
}

/** @returns null when Stripe doesn't have it */
export async function askTransaction(context: PaymentsContext, accountId: string, id: string): Promise<Stripe.BalanceTransaction | null> {
  try {
    return await callStripe(() => stripeOf(context).balanceTransactions.retrieve(id, {}, { stripeAccount: accountId }));
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** All that an account has at Stripe, whether it is available yet or not. */
export async function askBalance(context: PaymentsContext, accountId: string): Promise<Sums> {
  const { available, pending } = await callStripe(() => stripeOf(context).balance.retrieve({}, { stripeAccount: accountId }));
  const sums = new Map<string, number>();
  for (const { currency, amount } of [...available, ...pending]) sums.set(currency.toUpperCase(), (sums.get(currency.toUpperCase()) ?? 0) + amount);
  return sums;
}

export function bookedOf({ id, type, source, currency, net, created }: Stripe.BalanceTransaction): BookedTransaction {
  return { id, type, source: typeof source === 'string' ? source : (source?.id ?? null), currency: currency.toUpperCase(), netMinor: net, createdAt: new Date(created * 1000) };
}
