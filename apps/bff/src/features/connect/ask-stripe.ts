import { Stripe } from 'stripe';
import { callStripe, isGone } from '../payments/index.ts';
import { DomainError } from '../../platform/errors.ts';
import type { ConnectContext } from './connect-context.ts';
import { StripeAccessLostError, StripeRefusedError } from './errors.ts';

/**
 * One call to Stripe about an account.
 * @throws PaymentProviderUnavailableError when the same call may work later, StripeAccessLostError, StripeRefusedError
 */
export async function askStripe<T>(context: ConnectContext, call: () => Promise<T>): Promise<T> {
  try {
    return await callStripe(call);
  } catch (thrown) {
    const error = rootOf(thrown);
    if (error instanceof DomainError) throw error;
    if (isGone(error)) throw new StripeAccessLostError({ cause: error });
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    context.log.error({ code: error.code, param: error.param, stripeRequestId: error.requestId, message: error.message }, 'stripe refused a call about an account');
    throw new StripeRefusedError({ cause: error });
  }
}

/** The error of Stripe's that was put into words for customers; here the tenant is told instead. */
function rootOf(error: unknown): unknown {
  return error instanceof DomainError && error.code === 'payments_unavailable' && error.cause !== undefined ? error.cause : error;
}
