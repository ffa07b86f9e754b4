import type { Stripe } from 'stripe';

/** The error that a call of the library ends in; a call that succeeds fails the test. */
export async function caught(call: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  const value = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (value instanceof Error && 'rawType' in value) return value as InstanceType<typeof Stripe.errors.StripeError>;
  throw value ?? new Error('the call succeeded');
}
