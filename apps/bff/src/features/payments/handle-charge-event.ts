import type Stripe from 'stripe';
import { withTenant } from '../../platform/db/with-tenant.ts';
import type { AccountEvent } from './account-event.ts';
import { bookCharge } from './book-charge.ts';
import { insertStripeEvent } from './event-repository.ts';
import { idOf } from './intent-state.ts';
import { findPaymentByIntent } from './payment-repository.ts';
import type { PaymentsContext } from './payments-context.ts';
import type { DeliveryOutcome } from './payments.ts';

/** That a charge has been booked. Told before its payment it is left alone: whoever applies the payment asks for it. */
export async function handleChargeEvent(
  context: PaymentsContext,
  { event, accountId, scope, because }: AccountEvent<Stripe.ChargeSucceededEvent | Stripe.ChargeUpdatedEvent>,
): Promise<DeliveryOutcome> {
  const charge = event.data.object;
  const intentId = idOf(charge.payment_intent);
  if (charge.balance_transaction === null || intentId === null) return 'ignored';
  const payment = await withTenant(context.database, scope, (tx) => findPaymentByIntent(tx, intentId));
  if (payment === null || payment.stripeAccountId !== accountId || payment.chargeId !== charge.id) return 'ignored';
  const payload = { id: charge.id, intent: intentId, balance_transaction: idOf(charge.balance_transaction) };
  let isNew = false;
  const isBooked = await bookCharge(context, scope, payment.id, because, async (tx) => {
    isNew = await insertStripeEvent(tx, { id: event.id, accountId, type: event.type, payload, occurredAt: new Date(event.created * 1000) }, because.now);
    return isNew;
  });
  if (!isBooked) return 'ignored';
  return isNew ? 'applied' : 'duplicate';
}
