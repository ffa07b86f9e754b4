import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { forAccount } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { bookTransaction } from './book-transaction.ts';

/** Ends a refund that was pending, or that fails after all; a failed one returns the money to the account's balance and to the charge. */
export function settleRefund(context: Context, id: string, outcome: 'succeeded' | 'failed'): void {
  const record = context.store.get('refund', id);
  if (record === undefined || record.object.status === 'failed' || record.object.status === outcome) return;
  const scoped = forAccount(context, record.account);
  const settled = outcome === 'failed' ? failed(scoped, record.object) : { ...record.object, status: outcome };
  scoped.store.put('refund', id, { ...record, object: settled });
  emitEvent(scoped, 'refund.updated', settled, { status: record.object.status });
  if (outcome === 'failed') emitEvent(scoped, 'refund.failed', settled);
}

function failed(context: Context, refund: Stripe.Refund): Stripe.Refund {
  const transaction = bookTransaction(context, {
    amount: refund.amount,
    atOnce: true,
    currency: refund.currency,
    description: 'REFUND FAILURE',
    reporting_category: 'refund_failure',
    source: refund.id,
    type: 'refund_failure',
  });
  const charge = context.store.get('charge', String(refund.charge));
  if (charge !== undefined) {
    const object: Stripe.Charge = { ...charge.object, amount_refunded: charge.object.amount_refunded - refund.amount, refunded: false };
    context.store.put('charge', object.id, { ...charge, object });
  }
  return { ...refund, status: 'failed', failure_reason: 'expired_or_canceled_card', failure_balance_transaction: transaction.id };
}
