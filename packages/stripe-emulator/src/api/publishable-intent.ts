import type Stripe from 'stripe';
import type { Context } from '../context.ts';

/** What a publishable key sees of an intent: nothing of the platform's fee, the metadata or the charge. */
const VISIBLE = [
  'id', 'object', 'amount', 'amount_details', 'automatic_payment_methods', 'canceled_at', 'cancellation_reason', 'capture_method', 'client_secret',
  'confirmation_method', 'created', 'currency', 'description', 'last_payment_error', 'livemode', 'next_action', 'payment_method',
  'payment_method_configuration_details', 'payment_method_types', 'processing', 'receipt_email', 'setup_future_usage', 'shipping', 'source', 'status',
] as const satisfies ReadonlyArray<keyof Stripe.PaymentIntent>;

/** An intent as whoever asked may see it. */
export function forCaller(context: Context, intent: Partial<Stripe.PaymentIntent>): Partial<Stripe.PaymentIntent> {
  if (context.key === 'secret') return intent;
  return Object.fromEntries(VISIBLE.map((field) => [field, intent[field]]));
}
