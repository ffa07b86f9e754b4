import type Stripe from 'stripe';
import { withTenant, type TenantScope, type TenantTx } from '../../../platform/db/with-tenant.ts';
import type { AccountEvent } from '../account-event.ts';
import { insertStripeEvent } from '../event-repository.ts';
import { findPaidPayment } from '../find-paid-payment.ts';
import { idOf } from '../intent-state.ts';
import type { PaymentContext } from '../payment-listener.ts';
import { lockPayment } from '../payment-repository.ts';
import { stripeOf, type PaymentsContext } from '../payments-context.ts';
import type { DeliveryOutcome } from '../payments.ts';
import { callStripe } from '../provider-errors.ts';
import { applyDispute } from './apply-dispute.ts';
import { findDispute } from './dispute-repository.ts';

/** More than these moves between a question and its answer are a defect, not a race. */
const MAX_ROUNDS = 5;

type DisputeEvent =
  | Stripe.ChargeDisputeCreatedEvent
  | Stripe.ChargeDisputeUpdatedEvent
  | Stripe.ChargeDisputeClosedEvent
  | Stripe.ChargeDisputeFundsWithdrawnEvent
  | Stripe.ChargeDisputeFundsReinstatedEvent;

export async function handleDisputeEvent(context: PaymentsContext, { event, accountId, scope, because }: AccountEvent<DisputeEvent>): Promise<DeliveryOutcome> {
  const { id, status, amount } = event.data.object;
  let isNew = true;
  const fits = await askDispute(context, scope, { accountId, disputeId: id }, because, async (tx) => {
    isNew = await insertStripeEvent(tx, { id: event.id, accountId, type: event.type, payload: { id, status, amount }, occurredAt: new Date(event.created * 1000) }, because.now);
    return isNew;
  });
  if (!isNew) return 'duplicate';
  return fits ? 'applied' : 'ignored';
}

/**
 * Asks how a dispute stands and applies the answer, unless another answer came in between: then it is asked again.
 * @param first runs in the same transaction before anything is applied; when it says false, nothing is
 * @returns false for what is about none of our payments, or doesn't fit
 */
export async function askDispute(
  context: PaymentsContext,
  scope: TenantScope,
  { accountId, disputeId }: { readonly accountId: string; readonly disputeId: string },
  because: PaymentContext,
  first: (tx: TenantTx) => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const before = await withTenant(context.database, scope, (tx) => findDispute(tx, disputeId));
    const told = await callStripe(() => stripeOf(context).disputes.retrieve(disputeId, {}, { stripeAccount: accountId }));
    const intentId = idOf(told.payment_intent);
    const payment = intentId === null ? null : await findPaidPayment(context, scope, { accountId, intentId }, because);
    if (payment === null) return false;
    const fits = await withTenant(context.database, scope, async (tx) => {
      const locked = await lockPayment(tx, payment);
      if ((await findDispute(tx, disputeId))?.version !== before?.version) return null;
      if (!(await first(tx))) return true;
      return applyDispute(context, tx, { payment: locked, told }, because);
    });
    if (fits !== null) return fits;
  }
  throw new Error(`dispute ${disputeId} moved ${MAX_ROUNDS} times while Stripe was asked about it`);
}
