import type Stripe from 'stripe';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { recordAudit } from '../audit/index.ts';
import { recordEvent } from '../events/index.ts';
import { idOf, intentMismatches, intentState, nextStatus } from './intent-state.ts';
import { insertPosting, subjectOf, sumBookingPayments } from './ledger-repository.ts';
import type { PaymentContext } from './payment-listener.ts';
import { movePayment } from './payment-repository.ts';
import type { Payment } from './payment.ts';
import type { PaymentsContext } from './payments-context.ts';
import { paymentFacts } from './event-facts.ts';
import { chargePosting } from './postings.ts';

/**
 * Moves a payment to where Stripe says it is, with its ledger, its audit row and the listener, in the transaction that holds
 * the booking's lock.
 *
 * What comes from a webhook, from an answer and from reconciliation all passes here, so each move happens once.
 * @param payment as read under the lock
 * @returns false when the intent doesn't fit the payment: nothing is changed, and it is logged as an error
 */
export async function applyIntent(
  context: PaymentsContext,
  tx: TenantTx,
  told: { readonly payment: Payment; readonly accountId: string; readonly intent: Stripe.PaymentIntent },
  because: PaymentContext,
): Promise<boolean> {
  const { payment, intent } = told;
  const mismatches = intentMismatches(payment, told.accountId, intent);
  if (mismatches.length > 0) {
    const which = { tenantId: tx.tenantId, paymentId: payment.id, paymentIntentId: intent.id, cause: because.cause };
    context.log.error({ ...which, mismatches }, 'an intent does not fit the payment that it names; nothing was applied');
    return false;
  }
  const status = nextStatus(payment.status, intentState(intent));
  if (status !== null) await move(context, tx, told, status, because);
  return true;
}

async function move(
  context: PaymentsContext,
  tx: TenantTx,
  { payment, intent }: { payment: Payment; intent: Stripe.PaymentIntent },
  status: Payment['status'],
  because: PaymentContext,
): Promise<void> {
  const error = intent.last_payment_error;
  const moved = await movePayment(tx, payment.id, {
    status,
    paymentIntentId: intent.id,
    chargeId: idOf(intent.latest_charge) ?? payment.chargeId,
    saved: status === 'succeeded' ? savedBy(intent) : null,
    lastErrorCode: status === 'succeeded' ? null : (error?.decline_code ?? error?.code ?? payment.lastErrorCode),
  }, because.now);
  switch (status) {
    case 'succeeded': return succeeded(context, tx, moved, because);
    case 'processing': return context.listener().paymentProcessing(tx, moved, because);
    case 'cancelled': return cancelled(context, tx, { before: payment, moved }, because);
    default:
      if (payment.status === 'processing') await stateChanged(context, tx, moved, because);
  }
}

/** What may be charged while the customer is away: it was agreed to when it was paid. */
function savedBy(intent: Stripe.PaymentIntent): { customerId: string; methodId: string } | null {
  const [customerId, methodId] = [idOf(intent.customer), idOf(intent.payment_method)];
  return intent.setup_future_usage === 'off_session' && customerId !== null && methodId !== null ? { customerId, methodId } : null;
}

async function succeeded(context: PaymentsContext, tx: TenantTx, payment: Payment, because: PaymentContext): Promise<void> {
  await insertPosting(tx, subjectOf(payment), chargePosting(payment), because);
  await recordAudit(tx, {
    actor: because.actor, action: 'payment.succeeded', entity: 'payment', entityId: payment.id, requestId: because.requestId, at: because.now,
    change: {
      cause: because.cause, bookingId: payment.bookingId, paymentIntentId: payment.paymentIntentId, amountMinor: payment.amountMinor,
      currency: payment.currency, applicationFeeMinor: payment.applicationFeeMinor,
    },
  });
  await recordEvent(tx, { type: 'payment.succeeded', bookingId: payment.bookingId, data: paymentFacts(payment), at: because.now });
  await stateChanged(context, tx, payment, because);
  await context.listener().paymentSucceeded(tx, payment, because);
}

/** What follows from a payment being cancelled; it may have been cancelled without Stripe, where there was no intent yet. */
export async function cancelled(context: PaymentsContext, tx: TenantTx, { before, moved }: { before: Payment; moved: Payment }, because: PaymentContext): Promise<void> {
  await recordAudit(tx, {
    actor: because.actor, action: 'payment.cancelled', entity: 'payment', entityId: moved.id, requestId: because.requestId, at: because.now,
    change: { cause: because.cause, bookingId: moved.bookingId, from: before.status },
  });
  if (before.status === 'processing') await stateChanged(context, tx, moved, because);
  await context.listener().paymentCancelled(tx, moved, because);
}

async function stateChanged(context: PaymentsContext, tx: TenantTx, payment: Payment, because: PaymentContext): Promise<void> {
  await context.listener().paymentStateChanged(tx, payment.bookingId, await sumBookingPayments(tx, payment.bookingId), because);
}
