import type Stripe from 'stripe';
import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import { newId, type DisputeId } from '../../../platform/ids.ts';
import { recordAudit } from '../../audit/index.ts';
import { recordEvent } from '../../events/index.ts';
import { idOf } from '../intent-state.ts';
import { insertPosting, subjectOf, sumBookingPayments } from '../ledger-repository.ts';
import type { PaymentContext } from '../payment-listener.ts';
import type { Payment } from '../payment.ts';
import type { PaymentsContext } from '../payments-context.ts';
import { disputePosting } from '../postings.ts';
import { disputeFacts, isClosed, isSameState, stateOf, type Dispute } from './dispute.ts';
import { findDispute, insertDispute, moveDispute } from './dispute-repository.ts';

/**
 * Puts down how a dispute stands at Stripe, with what it has moved so far, in the transaction that holds the booking's lock.
 * @param told.payment as read under the lock
 * @returns false when it doesn't fit: nothing is changed, and it is logged as an error
 */
export async function applyDispute(context: PaymentsContext, tx: TenantTx, { payment, told }: { payment: Payment; told: Stripe.Dispute }, because: PaymentContext): Promise<boolean> {
  if (idOf(told.charge) !== payment.chargeId || told.currency.toUpperCase() !== payment.currency || told.livemode !== payment.livemode) {
    context.log.error({ tenantId: tx.tenantId, paymentId: payment.id, stripeDisputeId: told.id, cause: because.cause }, 'a dispute at Stripe does not fit the payment that it is about');
    return false;
  }
  const known = await findDispute(tx, told.id);
  if (known === null) await open(tx, payment, told, because);
  else await move(tx, known, told, because);
  await post(context, tx, payment, told, because);
  return true;
}

async function open(tx: TenantTx, payment: Payment, told: Stripe.Dispute, because: PaymentContext): Promise<void> {
  const state = stateOf(told);
  const dispute = await insertDispute(tx, {
    id: newId<DisputeId>(), bookingId: payment.bookingId, paymentId: payment.id, stripeDisputeId: told.id, currency: payment.currency, ...state,
    openedAt: new Date(told.created * 1000), closedAt: isClosed(state) ? because.now : null,
  }, because.now);
  await record(tx, 'dispute.opened', dispute, because);
  if (isClosed(dispute)) await record(tx, 'dispute.closed', dispute, because);
}

async function move(tx: TenantTx, known: Dispute, told: Stripe.Dispute, because: PaymentContext): Promise<void> {
  const state = stateOf(told);
  if (isSameState(known, state)) return;
  const dispute = await moveDispute(tx, known.id, { ...state, closedAt: isClosed(state) ? (known.closedAt ?? because.now) : null }, because.now);
  await record(tx, isClosed(dispute) && !isClosed(known) ? 'dispute.closed' : 'dispute.updated', dispute, because);
}

async function record(tx: TenantTx, type: 'dispute.opened' | 'dispute.updated' | 'dispute.closed', dispute: Dispute, because: PaymentContext): Promise<void> {
  const facts = disputeFacts(dispute);
  await recordEvent(tx, { type, bookingId: dispute.bookingId, data: facts, at: because.now });
  await recordAudit(tx, {
    actor: because.actor, action: type, entity: 'dispute', entityId: dispute.id, requestId: because.requestId, at: because.now,
    change: { ...facts, cause: because.cause, bookingId: dispute.bookingId },
  });
}

/** One posting for each movement: what was withdrawn with Stripe's fee for it, and what came back. */
async function post(context: PaymentsContext, tx: TenantTx, payment: Payment, told: Stripe.Dispute, because: PaymentContext): Promise<void> {
  let changed = false;
  for (const transaction of told.balance_transactions) {
    if (transaction.currency.toUpperCase() !== payment.currency) {
      context.log.error({ tenantId: tx.tenantId, paymentId: payment.id, balanceTransactionId: transaction.id }, 'a dispute was booked in another currency than its payment');
      continue;
    }
    changed = (await insertPosting(tx, subjectOf(payment), disputePosting(transaction), because)) || changed;
  }
  if (changed) await context.listener().paymentStateChanged(tx, payment.bookingId, await sumBookingPayments(tx, payment.bookingId), because);
}
