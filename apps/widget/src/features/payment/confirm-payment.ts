import type { Stripe, StripeElements } from '@stripe/stripe-js';

/**
 * `sent`: the customer's part is done, and the server will hear from Stripe. `incomplete`: the form itself says what is
 * missing. `declined`: with the bank's reason in words, and a code.
 */
export type PaymentOutcome =
  | { readonly status: 'sent' }
  | { readonly status: 'incomplete' }
  | { readonly status: 'declined'; readonly message: string | null; readonly code: string };

/**
 * Confirms the payment with what is in the form; a bank's own check (3-D Secure) runs in place. Never rejects; where the way to
 * pay leads away, the page is left.
 * @param returnUrl where the bank sends the customer back to
 */
export async function confirmPayment({ stripe, elements, returnUrl }: { stripe: Stripe; elements: StripeElements; returnUrl: string }): Promise<PaymentOutcome> {
  try {
    const { error, paymentIntent } = await stripe.confirmPayment({
      elements,
      redirect: 'if_required',
      confirmParams: { return_url: returnUrl },
    });
    if (error === undefined) return isPaymentSent(paymentIntent.status) ? { status: 'sent' } : declined(null, 'payment_failed');
    if (error.type === 'validation_error') return { status: 'incomplete' };
    // Paid in another tab, or before a reload: nothing is left to do here.
    if (isPaymentSent(error.payment_intent?.status)) return { status: 'sent' };
    return declined(error.message ?? null, error.decline_code ?? error.code ?? 'payment_failed');
  } catch {
    return declined(null, 'payment_failed');
  }
}

/** Whether the customer's part is done in this state of a payment intent. */
export function isPaymentSent(status: string | undefined): boolean {
  return status === 'succeeded' || status === 'processing' || status === 'requires_capture';
}

function declined(message: string | null, code: string): PaymentOutcome {
  return { status: 'declined', message, code };
}
