import { Stripe } from 'stripe';
import { PaymentProviderUnavailableError, PaymentsUnavailableError } from './errors.ts';

const { StripeConnectionError, StripeAPIError, StripeRateLimitError, StripeIdempotencyError, StripeAuthenticationError, StripePermissionError, StripeInvalidRequestError } = Stripe.errors;

/** What Stripe says of an account that may not charge. @see https://docs.stripe.com/error-codes */
const ACCOUNT_CODES: ReadonlySet<string> = new Set(['account_invalid', 'account_closed', 'testmode_charges_only', 'country_unsupported', 'not_allowed_on_standard_account']);

/** Says in our words why a call to Stripe failed; what we don't know stays as it is, and is a defect of ours. */
export function providerError(error: unknown): unknown {
  if (error instanceof StripePermissionError || isAccountError(error)) return new PaymentsUnavailableError({ cause: error });
  // A wrong key is ours to mend; to the customer it is an outage.
  if (isOutage(error) || error instanceof StripeAuthenticationError) return new PaymentProviderUnavailableError({ cause: error });
  return error;
}

/** Whether the same call may succeed later. A key of idempotency in use answers 409, which the library takes for an API error. */
function isOutage(error: unknown): boolean {
  return error instanceof StripeConnectionError || error instanceof StripeAPIError || error instanceof StripeRateLimitError || error instanceof StripeIdempotencyError;
}

function isAccountError(error: unknown): boolean {
  return error instanceof StripeInvalidRequestError && ACCOUNT_CODES.has(error.code ?? '');
}

/** Whether a key of idempotency was used before with other parameters; the error as `callStripe` gives it. */
export function isKeyConflict(error: unknown): boolean {
  return error instanceof PaymentProviderUnavailableError && error.cause instanceof StripeIdempotencyError;
}

/**
 * Whether this is Stripe's failure of an earlier request, which it repeats to the same key for a day; the error as `callStripe` gives it.
 * @see https://docs.stripe.com/error-low-level#idempotency
 */
export function isReplayedFailure(error: unknown): boolean {
  const cause = error instanceof PaymentProviderUnavailableError ? error.cause : null;
  return cause instanceof Stripe.errors.StripeError && (cause.statusCode ?? 0) >= 500 && cause.headers?.['idempotent-replayed'] === 'true';
}

/** Whether Stripe understood the request and refuses it for good. */
export function isRefusal(error: unknown): error is Stripe.errors.StripeInvalidRequestError {
  return error instanceof StripeInvalidRequestError && !isAccountError(error);
}

/** Whether the object is out of everyone's reach through us: it isn't there, or its account has left the platform. */
export function isGone(error: unknown): boolean {
  return error instanceof StripePermissionError || isAccountError(error) || (error instanceof StripeInvalidRequestError && error.code === 'resource_missing');
}

/** Runs one call to Stripe. @throws PaymentProviderUnavailableError, PaymentsUnavailableError, or what Stripe refused */
export async function callStripe<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw providerError(error);
  }
}
