import type { CardOutcome } from '../cards/test-cards.ts';
import { DECLINES } from '../cards/declines.ts';
import type { Context } from '../context.ts';
import { forAccount } from '../context.ts';
import { pendingChargeFailed, pendingChargeSucceeded } from './charges.ts';
import { intentSucceeded } from './confirm-intent.ts';
import { declineError, intentFailed } from './fail-intent.ts';

/** Ends the processing of an intent, as its card says or as asked; one that isn't processing any more stays as it is. */
export function settleProcessing(context: Context, id: string, outcome: CardOutcome): void {
  const record = context.store.get('payment_intent', id);
  if (record === undefined || record.object.status !== 'processing') return;
  const scoped = forAccount(context, record.account);
  const charge = context.store.get('charge', String(record.object.latest_charge))?.object;
  const method = context.store.get('payment_method', String(record.object.payment_method))?.object;
  if (charge === undefined || method === undefined) return;
  if (outcome.kind === 'succeed') {
    intentSucceeded(scoped, record.object, pendingChargeSucceeded(scoped, charge));
    return;
  }
  const decline = outcome.kind === 'decline' ? outcome.decline : DECLINES.generic;
  intentFailed(scoped, record.object, declineError(decline, pendingChargeFailed(scoped, charge, decline), method));
}
