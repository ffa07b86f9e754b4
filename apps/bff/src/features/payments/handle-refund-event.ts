import type Stripe from 'stripe';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type RefundId } from '../../platform/ids.ts';
import type { AccountEvent } from './account-event.ts';
import { applyRefund } from './apply-refund.ts';
import { sumFees } from './book-charge.ts';
import { insertStripeEvent } from './event-repository.ts';
import { findPaidPayment } from './find-paid-payment.ts';
import { idOf } from './intent-state.ts';
import type { PaymentContext } from './payment-listener.ts';
import { lockPayment } from './payment-repository.ts';
import type { Payment, Refund } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import type { DeliveryOutcome } from './payments.ts';
import { callStripe } from './provider-errors.ts';
import { findRefund, findRefundByStripeId, insertRefund } from './refund-repository.ts';
import { feeGoesSeparately, MADE_AT_STRIPE } from './refund-state.ts';
import { askAfterMs } from './refund-times.ts';
import { refundIdIn } from './stripe-metadata.ts';

type RefundDelivered = AccountEvent<Stripe.RefundCreatedEvent | Stripe.RefundUpdatedEvent | Stripe.RefundFailedEvent>;

export async function handleRefundEvent(context: PaymentsContext, delivered: RefundDelivered): Promise<DeliveryOutcome> {
  const { accountId } = delivered;
  const told = delivered.event.data.object;
  if (refundIdIn(told.metadata) !== null) return applyDelivered(context, delivered, told.payment_intent, [told]);
  // One made at Stripe may have given a part of the commission back, which only its balance transaction says.
  const refund = await callStripe(() => stripeOf(context).refunds.retrieve(told.id, { expand: ['balance_transaction'] }, { stripeAccount: accountId }));
  return applyDelivered(context, delivered, refund.payment_intent, [refund]);
}

/** It names no refund, so all of the charge's are asked for. */
export async function handleChargeRefunded(context: PaymentsContext, delivered: AccountEvent<Stripe.ChargeRefundedEvent>): Promise<DeliveryOutcome> {
  const intent = delivered.event.data.object.payment_intent;
  const intentId = idOf(intent);
  if (intentId === null) return 'ignored';
  return applyDelivered(context, delivered, intent, await listRefunds(context, delivered.accountId, intentId));
}

/** Every refund that Stripe has of an intent, oldest first. */
async function listRefunds(context: PaymentsContext, accountId: string, intentId: string): Promise<Stripe.Refund[]> {
  const refunds = await callStripe(() =>
    stripeOf(context).refunds.list({ payment_intent: intentId, limit: 100, expand: ['data.balance_transaction'] }, { stripeAccount: accountId }).autoPagingToArray({ limit: 1000 }));
  return refunds.toReversed();
}

async function applyDelivered(
  context: PaymentsContext,
  { event, accountId, scope, because }: AccountEvent,
  intent: string | Stripe.PaymentIntent | null,
  stripeRefunds: readonly Stripe.Refund[],
): Promise<DeliveryOutcome> {
  const intentId = idOf(intent);
  const found = intentId === null ? null : await findPaidPayment(context, scope, { accountId, intentId }, because);
  if (found === null) return 'ignored';
  return withTenant(context.database, scope, async (tx) => {
    const payment = await lockPayment(tx, found);
    const payload = stripeRefunds.map(({ id, status, amount, currency }) => ({ id, status, amount, currency }));
    const record = { id: event.id, accountId, type: event.type, payload: { intent: intentId, refunds: payload }, occurredAt: new Date(event.created * 1000) };
    if (!(await insertStripeEvent(tx, record, because.now))) return 'duplicate';
    return (await applyRefunds(context, tx, payment, stripeRefunds, because)) ? 'applied' : 'ignored';
  });
}

/** @param payment as read under the lock @returns whether all of them fit */
export async function applyRefunds(context: PaymentsContext, tx: TenantTx, payment: Payment, stripeRefunds: readonly Stripe.Refund[], because: PaymentContext): Promise<boolean> {
  let fits = true;
  for (const stripeRefund of stripeRefunds) fits = (await applyOne(context, tx, payment, stripeRefund, because)) && fits;
  return fits;
}

async function applyOne(context: PaymentsContext, tx: TenantTx, payment: Payment, stripeRefund: Stripe.Refund, because: PaymentContext): Promise<boolean> {
  const named = refundIdIn(stripeRefund.metadata);
  const known = (await findRefundByStripeId(tx, stripeRefund.id)) ?? (named === null ? null : await findRefund(tx, named));
  if (known === null && named !== null) {
    context.log.error({ tenantId: tx.tenantId, paymentId: payment.id, stripeRefundId: stripeRefund.id }, 'a refund at Stripe names a refund that is not this tenant’s');
    return false;
  }
  // Its fee hasn't been given back yet: who submits it asks again once that is done.
  if (known?.status === 'pending' && feeGoesSeparately(payment, known)) return true;
  const refund = known ?? (await adoptRefund(tx, payment, stripeRefund, because.now));
  return applyRefund(context, tx, { payment, refund, stripeRefund }, because);
}

/**
 * Takes in a refund that was made in Stripe's own dashboard, with as much of the commission as went with it there.
 * @throws when its payment isn't known to have succeeded yet: Stripe sends the event again
 */
async function adoptRefund(tx: TenantTx, payment: Payment, stripeRefund: Stripe.Refund, now: Date): Promise<Refund> {
  if (payment.status !== 'succeeded') throw new Error(`refund ${stripeRefund.id} came before its payment ${payment.id}`);
  const booked = typeof stripeRefund.balance_transaction === 'object' ? stripeRefund.balance_transaction : null;
  return insertRefund(tx, {
    id: newId<RefundId>(),
    paymentId: payment.id,
    stripeRefundId: stripeRefund.id,
    status: 'pending',
    reason: MADE_AT_STRIPE,
    currency: payment.currency,
    amountMinor: stripeRefund.amount,
    applicationFeeRefundMinor: booked === null ? 0 : Math.max(0, -sumFees(booked, ({ type }) => type === 'application_fee')),
    nextTryAt: new Date(now.getTime() + askAfterMs(0)),
  }, now);
}
