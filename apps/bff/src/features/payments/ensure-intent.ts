import type { PaymentAttempt } from '@mais/contract';
import type Stripe from 'stripe';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { PaymentId } from '../../platform/ids.ts';
import { findLostIntent } from './ask-intent.ts';
import { cancelIntent } from './cancel-intent.ts';
import { chargeLimits } from './charge-limits.ts';
import { createOnce } from './create-once.ts';
import { AmountTooSmallError, PaymentNotOpenError } from './errors.ts';
import { intentMismatches } from './intent-state.ts';
import { attemptOf, sealContext } from './payment-attempt.ts';
import { getPayment, lockPayment, storeIntent } from './payment-repository.ts';
import type { Payment } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import type { IntentDetails } from './payments.ts';
import { callStripe, isRefusal } from './provider-errors.ts';
import { intentMetadata } from './stripe-metadata.ts';

/** Stripe keeps a key for at least a day; an hour less, for clocks and queues. @see https://docs.stripe.com/api/idempotent_requests */
export const KEY_MEMORY_MS = 23 * 60 * 60_000;

/**
 * 1. Creation at Stripe has an idempotency key made from the payment's id: after a crash the same call gives the same intent.
 *    Where the key can't help any more, the intent is looked for by its metadata (see `create-once.ts`).
 * 2. A webhook may have brought the intent's id first; then only the secret is asked for.
 * 3. A payment that was cancelled meanwhile takes its intent with it.
 */
export async function ensureIntent(context: PaymentsContext, scope: TenantScope, paymentId: PaymentId, details: IntentDetails): Promise<PaymentAttempt> {
  const payment = await withTenant(context.database, scope, (tx) => getPayment(tx, paymentId));
  const known = attemptOf(context.sealedBox, payment);
  if (payment.status === 'cancelled') throw closed();
  if (known !== null) return known;
  const intent = await (payment.paymentIntentId === null ? findOrCreate(context, payment, details) : retrieveIntent(context, payment, payment.paymentIntentId));
  const mismatches = intentMismatches(payment, payment.stripeAccountId, intent);
  if (mismatches.length > 0) throw new Error(`Stripe's intent ${intent.id} differs from payment ${payment.id} in ${mismatches.join(', ')}`);
  const stored = await storeSecret(context, scope, payment, intent);
  if (stored === null) {
    await cancelIntent(context, payment, intent.id);
    throw closed();
  }
  return stored;
}

/** @returns null when the payment was cancelled meanwhile */
export async function storeSecret(context: PaymentsContext, scope: TenantScope, payment: Payment, intent: Stripe.PaymentIntent): Promise<PaymentAttempt | null> {
  if (intent.client_secret === null) throw new Error(`Stripe's intent ${intent.id} came without its client secret`);
  const sealedClientSecret = context.sealedBox.seal(intent.client_secret, sealContext(payment));
  return withTenant(context.database, scope, async (tx) => {
    const current = await lockPayment(tx, payment);
    if (current.status === 'cancelled') return null;
    return attemptOf(context.sealedBox, await storeIntent(tx, payment.id, { id: intent.id, sealedClientSecret }, context.clock.now()));
  });
}

async function findOrCreate(context: PaymentsContext, payment: Payment, details: IntentDetails): Promise<Stripe.PaymentIntent> {
  const ageMs = context.clock.now().getTime() - payment.createdAt.getTime();
  const lost = ageMs > KEY_MEMORY_MS ? await findLostIntent(context, payment) : null;
  if (lost !== null) return lost;
  const customer = payment.savesMethod ? await createCustomer(context, payment, details) : null;
  try {
    return await createOnce(`mais-payment-${payment.id}`, {
      find: () => findLostIntent(context, payment),
      create: (idempotencyKey) => stripeOf(context).paymentIntents.create({
        ...intentParameters(payment, details),
        ...(customer === null ? {} : { customer: customer.id, setup_future_usage: 'off_session' as const }),
      }, { stripeAccount: payment.stripeAccountId, idempotencyKey }),
    });
  } catch (error) {
    if (isRefusal(error) && error.code === 'amount_too_small') throw new AmountTooSmallError(chargeLimits(payment.currency).minimumMinor, payment.currency);
    throw error;
  }
}

export function intentParameters(payment: Payment, details: IntentDetails) {
  return {
    amount: payment.amountMinor,
    currency: payment.currency.toLowerCase(),
    application_fee_amount: payment.applicationFeeMinor,
    // In a frame, a redirect would take the top window away from the page that embeds us.
    automatic_payment_methods: { enabled: true, allow_redirects: payment.allowsRedirects ? 'always' : 'never' },
    description: details.description,
    metadata: intentMetadata(payment, details.metadata),
    ...(details.receiptEmail === undefined ? {} : { receipt_email: details.receiptEmail }),
  } satisfies Stripe.PaymentIntentCreateParams;
}

/** Who the saved method belongs to, on the tenant's account; one a payment, so that a repeated call gives the same one. */
function createCustomer(context: PaymentsContext, payment: Payment, { receiptEmail }: IntentDetails): Promise<Stripe.Customer> {
  return createOnce(`mais-customer-${payment.id}`, {
    // A second one that nobody pays as harms nobody.
    find: () => Promise.resolve(null),
    create: (idempotencyKey) => stripeOf(context).customers.create({
      ...(receiptEmail === undefined ? {} : { email: receiptEmail }),
      metadata: { mais_booking_id: payment.bookingId, mais_tenant_id: payment.tenantId },
    }, { stripeAccount: payment.stripeAccountId, idempotencyKey }),
  });
}

function retrieveIntent(context: PaymentsContext, payment: Payment, intentId: string): Promise<Stripe.PaymentIntent> {
  return callStripe(() => stripeOf(context).paymentIntents.retrieve(intentId, {}, { stripeAccount: payment.stripeAccountId }));
}

function closed(): PaymentNotOpenError {
  return new PaymentNotOpenError('This payment has ended; look at the booking again.');
}
