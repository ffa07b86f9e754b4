import type Stripe from 'stripe';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import type { PaymentId } from '../../platform/ids.ts';
import { recordEvent } from '../events/index.ts';
import type { AccountEvent } from './account-event.ts';
import { applyIntent } from './apply-intent.ts';
import { askAndApply } from './ask-intent.ts';
import { bookCharge } from './book-charge.ts';
import { paymentFacts } from './event-facts.ts';
import { insertStripeEvent, type StripeEventRecord } from './event-repository.ts';
import { idOf } from './intent-state.ts';
import { countDecline, findPayment, findPaymentByIntent, lockPayment } from './payment-repository.ts';
import type { PaymentContext } from './payment-listener.ts';
import { isOpen, type Payment } from './payment.ts';
import type { PaymentsContext } from './payments-context.ts';
import type { DeliveryOutcome } from './payments.ts';
import { stopCardTesting } from './stop-card-testing.ts';
import { paymentIdIn } from './stripe-metadata.ts';

type Delivered = AccountEvent<
  | Stripe.PaymentIntentSucceededEvent
  | Stripe.PaymentIntentCanceledEvent
  | Stripe.PaymentIntentProcessingEvent
  | Stripe.PaymentIntentPaymentFailedEvent
>;

export async function handleIntentEvent(context: PaymentsContext, delivered: Delivered): Promise<DeliveryOutcome> {
  const { type } = delivered.event;
  if (type === 'payment_intent.succeeded' || type === 'payment_intent.canceled') return applyAsTold(context, delivered);
  return applyAsItStands(context, delivered);
}

/** Nothing follows an end, so what the event says is still so. */
async function applyAsTold(context: PaymentsContext, delivered: Delivered): Promise<DeliveryOutcome> {
  const { event, scope, because } = delivered;
  const { outcome, paymentId } = await applyEnd(context, delivered);
  // Its booking may have been told before. Should it fail, or come to nothing yet, then `charge.updated` or reconciliation does it.
  if (event.type === 'payment_intent.succeeded' && paymentId !== null) {
    await bookCharge(context, scope, paymentId, because).catch((error: unknown) => {
      context.log.warn({ tenantId: scope.tenantId, paymentId, err: error }, 'Stripe could not be asked how a charge is booked');
    });
  }
  return outcome;
}

function applyEnd(context: PaymentsContext, { event, accountId, scope, because }: Delivered): Promise<{ outcome: DeliveryOutcome; paymentId: PaymentId | null }> {
  return withTenant(context.database, scope, async (tx) => {
    const intent = event.data.object;
    const found = await findPaymentOf(context, tx, intent);
    if (found === null) return { outcome: 'ignored', paymentId: null };
    const payment = await lockPayment(tx, found);
    if (!(await insertStripeEvent(tx, recordOf(event, accountId), because.now))) return { outcome: 'duplicate', paymentId: null };
    const fits = await applyIntent(context, tx, { payment, accountId, intent }, because);
    return fits ? { outcome: 'applied', paymentId: payment.id } : { outcome: 'ignored', paymentId: null };
  });
}

/** By the time it is heard, a decline may have been paid and a payment in process may have been declined. */
async function applyAsItStands(context: PaymentsContext, { event, accountId, scope, because }: Delivered): Promise<DeliveryOutcome> {
  const intent = event.data.object;
  const record = recordOf(event, accountId);
  const payment = await withTenant(context.database, scope, (tx) => findPaymentOf(context, tx, intent));
  if (payment === null) return 'ignored';
  if (payment.stripeAccountId !== accountId || !isOpen(payment)) {
    const fresh = await withTenant(context.database, scope, async (tx) => {
      const current = await lockPayment(tx, payment);
      const inserted = await insertStripeEvent(tx, record, because.now);
      if (inserted && event.type === 'payment_intent.payment_failed') await countDecline(tx, payment.id);
      // Only to have a misfit logged: a settled payment moves no more.
      const fits = inserted && (await applyIntent(context, tx, { payment: current, accountId, intent }, because));
      return { inserted, fits };
    });
    return !fresh.inserted ? 'duplicate' : fresh.fits ? 'applied' : 'ignored';
  }
  let duplicate = false;
  const { fits } = await askAndApply(context, scope, { paymentId: payment.id, intentId: intent.id }, because, async (tx, now) => {
    duplicate = !(await insertStripeEvent(tx, record, because.now));
    if (!duplicate && event.type === 'payment_intent.payment_failed') await declined(tx, payment, { told: intent, now }, because);
    return !duplicate;
  });
  // Also after a duplicate: the first delivery may have failed just here.
  await stopCardTesting(context, scope, payment.bookingId);
  if (duplicate) return 'duplicate';
  return fits ? 'applied' : 'ignored';
}

/** A decline that was followed by a payment is counted, and no news any more. */
async function declined(tx: TenantTx, payment: Payment, { told: intent, now }: { told: Stripe.PaymentIntent; now: Stripe.PaymentIntent }, because: PaymentContext): Promise<void> {
  await countDecline(tx, payment.id);
  if (now.status === 'succeeded') return;
  const code = intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code ?? null;
  await recordEvent(tx, { type: 'payment.failed', bookingId: payment.bookingId, data: { ...paymentFacts(payment), code }, at: because.now });
}

/** By the intent's id, or by what it names: the webhook may be quicker than the answer that tells us the id. */
async function findPaymentOf(context: PaymentsContext, tx: TenantTx, intent: Stripe.PaymentIntent): Promise<Payment | null> {
  const byIntent = await findPaymentByIntent(tx, intent.id);
  const named = paymentIdIn(intent.metadata);
  // A tenant takes other payments on its account too.
  if (byIntent !== null || named === null) return byIntent;
  const byName = await findPayment(tx, named);
  if (byName === null) context.log.warn({ tenantId: tx.tenantId, paymentIntentId: intent.id }, 'an intent names a payment that is not this tenant’s');
  return byName;
}

function recordOf(event: Delivered['event'], accountId: string): StripeEventRecord {
  const intent = event.data.object;
  const payload = {
    id: intent.id, status: intent.status, amount: intent.amount, currency: intent.currency, application_fee_amount: intent.application_fee_amount,
    latest_charge: idOf(intent.latest_charge), error_code: intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code ?? null,
  };
  return { id: event.id, accountId, type: event.type, payload, occurredAt: new Date(event.created * 1000) };
}
