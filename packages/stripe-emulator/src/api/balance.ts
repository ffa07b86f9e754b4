import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { invalidRequest, resourceMissing } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { pageOf, timedPageParameters } from '../http/pagination.ts';
import type { Declared } from '../http/parameters.ts';
import { text } from '../http/parameters.ts';
import { settledTransaction } from '../payments/book-transaction.ts';
import { getPayout } from '../payments/payouts.ts';

const retrieveBalance = operation({
  method: 'get',
  path: '/v1/balance',
  parameters: {},
  run(context) {
    const [available, pending] = [new Map<string, number>(), new Map<string, number>()];
    for (const { object } of context.store.newestOf('balance_transaction', context.account)) {
      const { currency, net, status } = settledTransaction(context, object);
      const sums = status === 'available' ? available : pending;
      sums.set(currency, (sums.get(currency) ?? 0) + net);
      for (const other of [available, pending]) if (!other.has(currency)) other.set(currency, 0);
    }
    return { object: 'balance', available: amounts(context, available), livemode: false, pending: amounts(context, pending) } satisfies Stripe.Balance;
  },
});

const retrieveBalanceTransaction = operation({
  method: 'get',
  path: '/v1/balance_transactions/:id',
  parameters: {},
  run(context, _input, { id }) {
    const record = context.store.get('balance_transaction', id);
    if (record === undefined || record.account !== context.account) throw resourceMissing('balance transaction', id);
    return settledTransaction(context, record.object);
  },
});

const listBalanceTransactions = operation({
  method: 'get',
  path: '/v1/balance_transactions',
  parameters: { ...timedPageParameters, currency: text(), payout: text(), source: text(), type: text() } satisfies Declared<Stripe.BalanceTransactionListParams>,
  run(context, input) {
    if (input.payout !== undefined && !getPayout(context, input.payout).object.automatic) {
      throw invalidRequest('Balance transaction history can only be filtered on automatic transfers, not manual.', { param: 'payout' });
    }
    const page = pageOf(
      context,
      'balance_transaction',
      '/v1/balance_transactions',
      input,
      (transaction) =>
        (input.payout === undefined || context.store.get('balance_transaction', transaction.id)?.payout === input.payout) &&
        (input.currency === undefined || transaction.currency === input.currency) &&
        (input.source === undefined || transaction.source === input.source) &&
        (input.type === undefined || transaction.type === input.type),
    );
    return { ...page, data: page.data.map((transaction) => settledTransaction(context, transaction)) };
  },
});

export const balance: readonly Operation[] = [retrieveBalance, listBalanceTransactions, retrieveBalanceTransaction];

function amounts(context: Context, sums: ReadonlyMap<string, number>): Stripe.Balance.Available[] {
  const account = context.store.get('account', context.account);
  const known = sums.size > 0 ? sums : new Map([[account?.object.default_currency ?? 'usd', 0]]);
  return Array.from(known, ([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
}
