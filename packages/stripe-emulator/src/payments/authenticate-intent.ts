import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { ApiError } from '../http/api-error.ts';
import { payIntent } from './confirm-intent.ts';
import { authenticationError, intentFailed } from './fail-intent.ts';
import { getIntent } from './intents.ts';

/**
 * Ends a 3DS step: the customer proved who they are, or didn't. A second answer to the same step changes nothing.
 * @returns the intent; a decline after the step shows in its `last_payment_error`
 */
export function authenticateIntent(context: Context, id: string, clientSecret: string, passed: boolean): Stripe.PaymentIntent {
  const { object: intent, afterAuthentication } = getIntent(context, id, clientSecret);
  const method = context.store.get('payment_method', String(intent.payment_method));
  if (intent.status !== 'requires_action' || afterAuthentication === undefined || method === undefined) return intent;
  if (!passed) return intentFailed(context, intent, authenticationError(method.object));
  try {
    return payIntent(context, intent, method, afterAuthentication, true);
  } catch (error) {
    if (error instanceof ApiError) return getIntent(context, id).object;
    throw error;
  }
}
