import type Stripe from 'stripe';
import type { Payment, PaymentStatus } from './payment.ts';

/** How an intent stands, as far as it matters to us; `open` covers everything that waits for the customer. */
export type IntentState = 'open' | 'declined' | 'processing' | 'succeeded' | 'cancelled';

export function intentState(intent: Pick<Stripe.PaymentIntent, 'status' | 'last_payment_error'>): IntentState {
  switch (intent.status) {
    case 'succeeded': return 'succeeded';
    case 'canceled': return 'cancelled';
    case 'processing': return 'processing';
    case 'requires_payment_method': return intent.last_payment_error === null ? 'open' : 'declined';
    default: return 'open';
  }
}

/**
 * Where what Stripe says moves a payment; null where it changes nothing.
 *
 * 1. Money that arrived counts, whatever was before; nothing counts after it.
 * 2. What was cancelled stays so, but for rule 1.
 * 3. A decline leaves the payment open, and is kept even when it was open before.
 */
export function nextStatus(status: PaymentStatus, told: IntentState): PaymentStatus | null {
  if (status === 'succeeded') return null;
  if (told === 'succeeded') return 'succeeded';
  if (status === 'cancelled') return null;
  switch (told) {
    case 'cancelled': return 'cancelled';
    case 'processing': return status === 'processing' ? null : 'processing';
    case 'declined': return 'requires_payment';
    case 'open': return status === 'requires_payment' ? null : 'requires_payment';
  }
}

/** In what an intent differs from the row it is said to pay; empty when it fits. */
export function intentMismatches(payment: Payment, accountId: string, intent: Stripe.PaymentIntent): string[] {
  const facts: Record<string, boolean> = {
    account: accountId === payment.stripeAccountId,
    livemode: intent.livemode === payment.livemode,
    intent: payment.paymentIntentId === null || payment.paymentIntentId === intent.id,
    amount: intent.amount === payment.amountMinor,
    amount_received: intent.status !== 'succeeded' || intent.amount_received === payment.amountMinor,
    currency: intent.currency.toUpperCase() === payment.currency,
    application_fee: intent.application_fee_amount === payment.applicationFeeMinor,
    payment_id: intent.metadata['mais_payment_id'] === payment.id,
    booking_id: intent.metadata['mais_booking_id'] === payment.bookingId,
    tenant_id: intent.metadata['mais_tenant_id'] === payment.tenantId,
  };
  return Object.keys(facts).filter((fact) => !facts[fact]);
}

/** The id of what Stripe gives as an id or, expanded, as the object. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}
