import type Stripe from 'stripe';
import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import type { RefundId } from '../../platform/ids.ts';
import { applyRefund, nextTry, postRefund, rejectRefund } from './apply-refund.ts';
import { createOnce } from './create-once.ts';
import { PaymentProviderUnavailableError } from './errors.ts';
import type { PaymentContext } from './payment-listener.ts';
import { getPayment, lockPayment } from './payment-repository.ts';
import type { Payment, Refund } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import { callStripe, isRefusal } from './provider-errors.ts';
import { findFeeBooking, refundFee } from './refund-fee.ts';
import { getRefund, moveRefund, noteTry as noteRefundTry } from './refund-repository.ts';
import { feeGoesSeparately, isSettled, isWholeCharge } from './refund-state.ts';
import { askAfterMs } from './refund-times.ts';
import { refundIdIn, refundMetadata } from './stripe-metadata.ts';

/**
 * 1. Look whether Stripe has the refund already: keys of idempotency are forgotten after a day, refunds aren't.
 * 2. Make it, then give the fee's part back if that goes separately.
 * 3. Write down that Stripe has both (`submitted`). Only from here on may a webhook settle a refund whose fee goes separately.
 * 4. Ask how it stands now: what a webhook said before step 3 was left for here.
 *
 * Any crash between two steps is mended by running all of them again. What Stripe hasn't booked by then is asked for later.
 */
export async function submitRefund(context: PaymentsContext, scope: TenantScope, refundId: RefundId): Promise<void> {
  const { payment, refund } = await read(context, scope, refundId);
  if (isSettled(payment, refund)) return;
  await noteTry(context, scope, refund);
  if (refund.status === 'pending') {
    const made = await makeRefund(context, scope, payment, refund);
    if (made === null) return;
    const fee = feeGoesSeparately(payment, refund) ? await refundFee(context, payment, refund) : null;
    await markSubmitted(context, scope, refund, { made, feeRefundId: fee?.id ?? null });
  }
  await reconcileSubmitted(context, scope, refundId);
}

/** Before anything that may fail, so that what fails comes round later and later. */
async function noteTry(context: PaymentsContext, scope: TenantScope, refund: Refund): Promise<void> {
  await withTenant(context.database, scope, (tx) => noteRefundTry(tx, refund, new Date(context.clock.now().getTime() + askAfterMs(refund.tries + 1))));
}

/** @returns null when Stripe refuses it for good */
async function makeRefund(context: PaymentsContext, scope: TenantScope, payment: Payment, refund: Refund): Promise<Stripe.Refund | null> {
  const intentId = payment.paymentIntentId;
  if (intentId === null) throw new Error(`payment ${payment.id} succeeded without an intent`);
  try {
    const existing = await findAtStripe(context, payment, intentId, refund.id);
    if (existing !== null) return existing;
    return await createOnce(`mais-refund-${refund.id}`, {
      find: () => findAtStripe(context, payment, intentId, refund.id),
      create: (idempotencyKey) => stripeOf(context).refunds.create({
        payment_intent: intentId,
        amount: refund.amountMinor,
        refund_application_fee: isWholeCharge(payment, refund) && refund.applicationFeeRefundMinor > 0,
        metadata: refundMetadata(refund),
      }, { stripeAccount: payment.stripeAccountId, idempotencyKey }),
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // The account's balance may be filled again; the job tries later.
    if (error.code === 'balance_insufficient' || error.code === 'insufficient_funds') throw new PaymentProviderUnavailableError({ cause: error });
    await reject(context, scope, refund, error.code ?? error.type);
    return null;
  }
}

async function findAtStripe(context: PaymentsContext, payment: Payment, intentId: string, refundId: RefundId): Promise<Stripe.Refund | null> {
  return callStripe(async () => {
    const refunds = stripeOf(context).refunds.list({ payment_intent: intentId, limit: 100 }, { stripeAccount: payment.stripeAccountId });
    for await (const refund of refunds) {
      if (refundIdIn(refund.metadata) === refundId) return refund;
    }
    return null;
  });
}

async function markSubmitted(context: PaymentsContext, scope: TenantScope, { id, paymentId }: Refund, { made, feeRefundId }: { made: Stripe.Refund; feeRefundId: string | null }): Promise<void> {
  await withTenant(context.database, scope, async (tx) => {
    await lockPayment(tx, await getPayment(tx, paymentId));
    const current = await getRefund(tx, id);
    if (current.status !== 'pending') return;
    await moveRefund(tx, id, { status: 'submitted', stripeRefundId: made.id, nextTryAt: current.nextTryAt, booked: { feeRefundId } }, context.clock.now());
  });
}

/** Asks how a refund that Stripe has stands now, and applies it. */
async function reconcileSubmitted(context: PaymentsContext, scope: TenantScope, refundId: RefundId): Promise<void> {
  const { payment, refund } = await read(context, scope, refundId);
  const { stripeRefundId, feeRefundId } = refund;
  if (stripeRefundId === null || isSettled(payment, refund)) return;
  const stripeRefund = await callStripe(() => stripeOf(context).refunds.retrieve(stripeRefundId, {}, { stripeAccount: payment.stripeAccountId }));
  const feeBalanceTransactionId = feeRefundId === null || refund.feeBalanceTransactionId !== null ? null : await findFeeBooking(context, payment, feeRefundId);
  await withTenant(context.database, scope, async (tx) => {
    const current = await lockPayment(tx, payment);
    let locked = await getRefund(tx, refundId);
    if (feeBalanceTransactionId !== null) locked = await bookFee(context, tx, { payment: current, refund: locked }, feeBalanceTransactionId);
    await applyRefund(context, tx, { payment: current, refund: locked, stripeRefund }, because(context));
  });
}

async function bookFee(context: PaymentsContext, tx: TenantTx, { payment, refund }: { payment: Payment; refund: Refund }, feeBalanceTransactionId: string): Promise<Refund> {
  const { id, status, stripeRefundId, failureCode } = refund;
  const after = { ...refund, feeBalanceTransactionId };
  // One that the bank refused meanwhile is made again.
  const nextTryAt = isSettled(payment, after) ? nextTry(payment, after, context.clock.now()) : refund.nextTryAt;
  const booked = await moveRefund(tx, id, { status, stripeRefundId, failureCode, nextTryAt, booked: { feeBalanceTransactionId } }, context.clock.now());
  await postRefund(context, tx, { payment, refund: booked }, because(context));
  return booked;
}

async function reject(context: PaymentsContext, scope: TenantScope, { id, paymentId }: Refund, code: string): Promise<void> {
  await withTenant(context.database, scope, async (tx) => {
    const payment = await lockPayment(tx, await getPayment(tx, paymentId));
    const refund = await getRefund(tx, id);
    if (refund.status === 'pending') await rejectRefund(context, tx, { payment, refund }, because(context), code);
  });
}

function read(context: PaymentsContext, scope: TenantScope, refundId: RefundId): Promise<{ payment: Payment; refund: Refund }> {
  return withTenant(context.database, scope, async (tx) => {
    const refund = await getRefund(tx, refundId);
    return { refund, payment: await getPayment(tx, refund.paymentId) };
  });
}

function because(context: PaymentsContext): PaymentContext {
  return { actor: 'stripe', cause: 'refund submitted', now: context.clock.now() };
}
