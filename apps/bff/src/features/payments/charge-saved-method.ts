import { Stripe } from 'stripe';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { PaymentId } from '../../platform/ids.ts';
import { abandonPayment } from './abandon-payment.ts';
import { askAndApply, findLostIntent } from './ask-intent.ts';
import { KEY_MEMORY_MS, intentParameters, storeSecret } from './ensure-intent.ts';
import { getPayment } from './payment-repository.ts';
import type { Payment } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import type { IntentDetails, SavedMethod } from './payments.ts';
import { callStripe, isRefusal } from './provider-errors.ts';

/**
 * Charges a method that an earlier payment saved, while the customer is away.
 *
 * 1. The intent is made and confirmed in one call, under the payment's own key: after a crash the same call gives the same intent.
 * 2. A decline leaves the intent, which the customer can then pay with any card, or authenticate, by the booking's link.
 * 3. A method that Stripe doesn't take at all leaves none: the payment is ended.
 * @returns the payment as it is afterwards; `lastErrorCode` says why it failed
 * @throws PaymentProviderUnavailableError: it isn't known how it ended, and the same call finds out
 */
export async function chargeSavedMethod(context: PaymentsContext, scope: TenantScope, paymentId: PaymentId, given: { saved: SavedMethod; details: IntentDetails }): Promise<Payment> {
  const payment = await withTenant(context.database, scope, (tx) => getPayment(tx, paymentId));
  if (payment.paymentIntentId !== null || payment.status === 'cancelled') return payment;
  const intent = await findOrCharge(context, payment, given);
  if (intent === null) {
    await abandonPayment(context, scope, payment.bookingId);
    return withTenant(context.database, scope, (tx) => getPayment(tx, paymentId));
  }
  await storeSecret(context, scope, payment, intent);
  const asked = await askAndApply(context, scope, { paymentId, intentId: intent.id }, { actor: 'stripe', cause: 'saved method charged', now: context.clock.now() });
  return asked.payment;
}

/** @returns null when Stripe refuses the method for good */
async function findOrCharge(context: PaymentsContext, payment: Payment, { saved, details }: { saved: SavedMethod; details: IntentDetails }): Promise<Stripe.PaymentIntent | null> {
  const ageMs = context.clock.now().getTime() - payment.createdAt.getTime();
  const lost = ageMs > KEY_MEMORY_MS ? await findLostIntent(context, payment) : null;
  if (lost !== null) return lost;
  try {
    return await callStripe(() => stripeOf(context).paymentIntents.create({
      ...intentParameters(payment, details), customer: saved.customerId, payment_method: saved.methodId, off_session: true, confirm: true,
    }, { stripeAccount: payment.stripeAccountId, idempotencyKey: `mais-payment-${payment.id}` }));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError && error.payment_intent) return error.payment_intent;
    if (!isRefusal(error)) throw error;
    context.log.warn({ tenantId: payment.tenantId, paymentId: payment.id, code: error.code ?? error.type }, 'Stripe takes a saved method no more');
    return null;
  }
}
