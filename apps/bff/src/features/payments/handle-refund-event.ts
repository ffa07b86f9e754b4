import type Stripe from 'stripe';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type RefundId } from '../../platform/ids.ts';
import type { AccountEvent } from './account-event.ts';
import { applyRefund } from './apply-refund.ts';
import { insertStripeEvent } from './event-repository.ts';
import { idOf } from './intent-state.ts';
import type { PaymentContext } from './payment-listener.ts';
import { findPaymentByIntent, lockPayment } from './payment-repository.ts';
import type { Payment, Refund } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import type { DeliveryOutcome } from './payments.ts';
import { callStripe } from './provider-errors.ts';
import { findRefund, findRefundByStripeId, insertRefund } from './refund-repository.ts';
import { feeGoesSeparately } from './refund-state.ts';
import { refundIdIn } from './stripe-metadata.ts';

type RefundDelivered = AccountEvent<Stripe.RefundCreatedEvent | Stripe.RefundUpdatedEvent | Stripe.RefundFailedEvent>;

export async function handleRefundEvent(context: PaymentsContext, delivered: RefundDelivered): Promise<DeliveryOutcome> {
  const stripeRefund = delivered.event.data.object;
  return applyRefunds(context, delivered, stripeRefund.payment_intent, [stripeRefund]);
}

/** It names no refund, so all of the charge's are asked for. */
export async function handleChargeRefunded(context: PaymentsContext, delivered: AccountEvent<Stripe.ChargeRefundedEvent>): Promise<DeliveryOutcome> {
  const { accountId, scope } = delivered;
  const intent = delivered.event.data.object.payment_intent;
  const intentId = idOf(intent);
  if (intentId === null) return 'ignored';
  const payment = await withTenant(context.database, scope, (tx) => findPaymentByIntent(tx, intentId));
  if (payment === null) return 'ignored';
  const refunds = await callStripe(() => stripeOf(context).refunds.list({ payment_intent: intentId, limit: 100 }, { stripeAccount: accountId }));
  return applyRefunds(context, delivered, intent, refunds.data);
}

function applyRefunds(
  context: PaymentsContext,
  { event, accountId, scope, because }: AccountEvent,
  intent: string | Stripe.PaymentIntent | null,
  stripeRefunds: readonly Stripe.Refund[],
): Promise<DeliveryOutcome> {
  return withTenant(context.database, scope, async (tx) => {
    const intentId = idOf(intent);
    const found = intentId === null ? null : await findPaymentByIntent(tx, intentId);
    if (found === null || found.stripeAccountId !== accountId) return 'ignored';
    const payment = await lockPayment(tx, found);
    const payload = stripeRefunds.map(({ id, status, amount, currency }) => ({ id, status, amount, currency }));
    const record = { id: event.id, accountId, type: event.type, payload: { intent: intentId, refunds: payload }, occurredAt: new Date(event.created * 1000) };
    if (!(await insertStripeEvent(tx, record, because.now))) return 'duplicate';
    let fits = true;
    for (const stripeRefund of stripeRefunds) fits = (await applyOne(context, tx, payment, stripeRefund, because)) && fits;
    return fits ? 'applied' : 'ignored';
  });
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
 * Takes in a refund that the tenant made in Stripe's own dashboard; the commission stays where it is, as it does at Stripe.
 * @throws when its payment isn't known to have succeeded yet: Stripe sends the event again
 */
async function adoptRefund(tx: TenantTx, payment: Payment, stripeRefund: Stripe.Refund, now: Date): Promise<Refund> {
  if (payment.status !== 'succeeded') throw new Error(`refund ${stripeRefund.id} came before its payment ${payment.id}`);
  return insertRefund(tx, {
    id: newId<RefundId>(),
    paymentId: payment.id,
    stripeRefundId: stripeRefund.id,
    status: 'pending',
    reason: 'made_at_stripe',
    currency: payment.currency,
    amountMinor: stripeRefund.amount,
    applicationFeeRefundMinor: 0,
  }, now);
}
