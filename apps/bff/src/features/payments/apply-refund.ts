import type Stripe from 'stripe';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { recordAudit } from '../audit/index.ts';
import { recordEvent } from '../events/index.ts';
import { refundFacts } from './event-facts.ts';
import { idOf } from './intent-state.ts';
import { insertPosting, subjectOf, sumBookingPayments } from './ledger-repository.ts';
import type { PaymentContext } from './payment-listener.ts';
import type { Payment, Refund } from './payment.ts';
import type { PaymentsContext } from './payments-context.ts';
import { refundPostings } from './postings.ts';
import { moveRefund } from './refund-repository.ts';
import { isSettled, MADE_AT_STRIPE, nextRefundStatus, refundMismatches, refundState } from './refund-state.ts';
import { askAfterMs, RETRY_AFTER_MS } from './refund-times.ts';

/**
 * Moves a refund to where Stripe says it is, with its ledger, its audit row and the listener, in the transaction that holds
 * the booking's lock. Webhooks, answers and reconciliation all pass here, so each move happens once.
 * @param told.refund as read under the lock
 * @returns false when it doesn't fit: nothing is changed, and it is logged as an error
 */
export async function applyRefund(
  context: PaymentsContext,
  tx: TenantTx,
  told: { readonly payment: Payment; readonly refund: Refund; readonly stripeRefund: Stripe.Refund },
  because: PaymentContext,
): Promise<boolean> {
  const { payment, refund, stripeRefund } = told;
  const mismatches = refundMismatches(payment, refund, stripeRefund);
  if (mismatches.length > 0) {
    const which = { tenantId: tx.tenantId, refundId: refund.id, stripeRefundId: stripeRefund.id, cause: because.cause };
    context.log.error({ ...which, mismatches }, 'a refund at Stripe does not fit the refund that it names; nothing was applied');
    return false;
  }
  const next = nextRefundStatus(refund.status, refundState(stripeRefund));
  const booked = bookedOf(stripeRefund);
  if (next === null && !isNews(refund, booked)) return true;
  const after: Refund = { ...refund, ...withoutNull(booked), stripeRefundId: stripeRefund.id, status: next ?? refund.status };
  const moved = await moveRefund(tx, refund.id, {
    status: after.status, stripeRefundId: stripeRefund.id, booked, nextTryAt: nextTry(payment, after, because.now),
    failureCode: after.status === 'failed' ? (stripeRefund.failure_reason ?? refund.failureCode ?? 'unknown') : null,
  }, because.now);
  if (next === 'succeeded' || next === 'failed') await recordSettlement(context, tx, { payment, refund: moved }, because);
  await postRefund(context, tx, { payment, refund: moved }, because);
  return true;
}

/** Puts into the ledger what Stripe has booked of a refund and isn't there yet. */
export async function postRefund(context: PaymentsContext, tx: TenantTx, { payment, refund }: { payment: Payment; refund: Refund }, because: PaymentContext): Promise<void> {
  let changed = false;
  for (const posting of refundPostings(payment, refund)) changed = (await insertPosting(tx, subjectOf(payment, refund.id), posting, because)) || changed;
  if (changed) await context.listener().paymentStateChanged(tx, payment.bookingId, await sumBookingPayments(tx, payment.bookingId), because);
}

/** When it is looked after next: one that the bank refused is made again, one that hasn't ended is asked about. */
export function nextTry(payment: Payment, refund: Refund, now: Date): Date | null {
  if (!isSettled(payment, refund)) return new Date(now.getTime() + askAfterMs(refund.tries));
  if (refund.status !== 'failed' || refund.stripeRefundId === null || refund.reason === MADE_AT_STRIPE) return null;
  const retryAfterMs = RETRY_AFTER_MS[refund.attempt - 1];
  return retryAfterMs === undefined ? null : new Date(now.getTime() + retryAfterMs);
}

type Booked = Pick<Refund, 'balanceTransactionId' | 'failureBalanceTransactionId'>;

function bookedOf(stripeRefund: Stripe.Refund): Booked {
  return { balanceTransactionId: idOf(stripeRefund.balance_transaction), failureBalanceTransactionId: idOf(stripeRefund.failure_balance_transaction) };
}

function isNews(refund: Refund, booked: Booked): boolean {
  return (refund.balanceTransactionId === null && booked.balanceTransactionId !== null)
    || (refund.failureBalanceTransactionId === null && booked.failureBalanceTransactionId !== null);
}

/** Of two events the later one to arrive may be the older: what it doesn't know yet is no news. */
function withoutNull(booked: Booked): Partial<Booked> {
  return Object.fromEntries(Object.entries(booked).filter(([, id]) => id !== null));
}

/** Ends a refund that Stripe refuses to make: no money moved, so nothing is posted. */
export async function rejectRefund(context: PaymentsContext, tx: TenantTx, { payment, refund }: { payment: Payment; refund: Refund }, because: PaymentContext, code: string): Promise<void> {
  const moved = await moveRefund(tx, refund.id, { status: 'failed', stripeRefundId: null, nextTryAt: null, failureCode: code }, because.now);
  await recordSettlement(context, tx, { payment, refund: moved }, because);
}

async function recordSettlement(context: PaymentsContext, tx: TenantTx, { payment, refund }: { payment: Payment; refund: Refund }, because: PaymentContext): Promise<void> {
  const failure = refund.status === 'failed' ? { failureReason: refund.failureCode, retryAt: refund.nextTryAt?.toISOString() ?? null } : {};
  await recordEvent(tx, {
    type: refund.status === 'failed' ? 'refund.failed' : 'refund.succeeded', bookingId: payment.bookingId, at: because.now,
    data: { ...refundFacts(refund), ...failure },
  });
  await recordAudit(tx, {
    actor: because.actor, action: `refund.${refund.status}`, entity: 'refund', entityId: refund.id, requestId: because.requestId, at: because.now,
    change: {
      cause: because.cause, paymentId: payment.id, bookingId: payment.bookingId, amountMinor: refund.amountMinor, currency: refund.currency,
      applicationFeeRefundMinor: refund.applicationFeeRefundMinor, ...failure,
    },
  });
  if (refund.status === 'failed') {
    context.log.error({ tenantId: tx.tenantId, refundId: refund.id, paymentId: payment.id, ...failure }, 'a refund failed: the customer has not got the money back');
  }
}
