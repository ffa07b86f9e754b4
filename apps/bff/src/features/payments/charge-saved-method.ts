import { Stripe } from 'stripe';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { PaymentId } from '../../platform/ids.ts';
import { abandonPayment } from './abandon-payment.ts';
import { askAndApply, findLostIntent } from './ask-intent.ts';
import { cancelIntent } from './cancel-intent.ts';
import { createOnce } from './create-once.ts';
import { KEY_MEMORY_MS, intentParameters, storeSecret } from './ensure-intent.ts';
import { getPayment } from './payment-repository.ts';
import type { Payment } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import type { IntentDetails, SavedMethod } from './payments.ts';
import { callStripe, isRefusal } from './provider-errors.ts';

/**
 * Charges a method that an earlier payment saved, while the customer is away.
 *
 * 1. The intent is made first and written down, then confirmed: it can be charged once, however often that is asked for, and whoever
 *    lost the answer asks the intent itself.
 * 2. A decline leaves the intent, which the customer can then pay with any card, or authenticate, by the booking's link.
 * 3. A method that Stripe doesn't take at all leaves none: the payment is ended.
 * @returns the payment as it is afterwards; `lastErrorCode` says why it failed
 * @throws PaymentProviderUnavailableError: it isn't known how it ended; reconciliation finds out
 */
export async function chargeSavedMethod(context: PaymentsContext, scope: TenantScope, paymentId: PaymentId, given: { saved: SavedMethod; details: IntentDetails }): Promise<Payment> {
  const payment = await withTenant(context.database, scope, (tx) => getPayment(tx, paymentId));
  if (payment.paymentIntentId !== null || payment.status === 'cancelled') return payment;
  const made = await findOrCreate(context, payment, given);
  // Where it was ended meanwhile, it can still be cancelled at Stripe, and isn't charged.
  const isOpen = made !== null && (await storeSecret(context, scope, payment, made)) !== null;
  if (made !== null && !isOpen) await cancelIntent(context, payment, made.id);
  if (!isOpen || !(await confirm(context, payment, made))) {
    await abandonPayment(context, scope, payment.bookingId);
    return withTenant(context.database, scope, (tx) => getPayment(tx, paymentId));
  }
  const asked = await askAndApply(context, scope, { paymentId, intentId: made.id }, { actor: 'stripe', cause: 'saved method charged', now: context.clock.now() });
  return asked.payment;
}

/** @returns null when Stripe refuses the method for good */
async function findOrCreate(context: PaymentsContext, payment: Payment, { saved, details }: { saved: SavedMethod; details: IntentDetails }): Promise<Stripe.PaymentIntent | null> {
  const ageMs = context.clock.now().getTime() - payment.createdAt.getTime();
  const lost = ageMs > KEY_MEMORY_MS ? await findLostIntent(context, payment) : null;
  if (lost !== null) return lost;
  return unlessRefused(context, payment, () => createOnce(`mais-payment-${payment.id}`, {
    find: () => findLostIntent(context, payment),
    create: (idempotencyKey) => stripeOf(context).paymentIntents.create({
      ...intentParameters(payment, details), customer: saved.customerId, payment_method: saved.methodId,
    }, { stripeAccount: payment.stripeAccountId, idempotencyKey }),
  }));
}

/** @returns false when Stripe refuses the method for good */
async function confirm(context: PaymentsContext, payment: Payment, { id: intentId }: Stripe.PaymentIntent): Promise<boolean> {
  const account = { stripeAccount: payment.stripeAccountId };
  const confirmed = await unlessRefused(context, payment, () => createOnce<Stripe.PaymentIntent | true>(`mais-confirm-${payment.id}`, {
    async find() {
      const intent = await callStripe(() => stripeOf(context).paymentIntents.retrieve(intentId, {}, account));
      return intent.status === 'requires_confirmation' ? null : intent;
    },
    create: (idempotencyKey) => stripeOf(context).paymentIntents.confirm(intentId, { off_session: true }, { ...account, idempotencyKey }),
  }).catch((error: unknown) => {
    // Declined; or the customer has paid it by the link in between. How it stands is asked for next.
    if (error instanceof Stripe.errors.StripeCardError || isUnexpectedState(error)) return true as const;
    throw error;
  }));
  return confirmed !== null;
}

function isUnexpectedState(error: unknown): boolean {
  return isRefusal(error) && error.code === 'payment_intent_unexpected_state';
}

async function unlessRefused<T>(context: PaymentsContext, payment: Payment, call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    context.log.warn({ tenantId: payment.tenantId, paymentId: payment.id, code: error.code ?? error.type }, 'Stripe takes a saved method no more');
    return null;
  }
}
