import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { invalidRequest, resourceMissing } from '../http/api-error.ts';
import type { PaymentIntentRecord } from '../store/records.ts';

/**
 * Finds an intent of the account.
 * @throws ApiError 404 when it isn't there or is another account's, 400 for a wrong client secret
 */
export function getIntent(context: Context, id: string, clientSecret?: string): PaymentIntentRecord {
  const record = context.store.get('payment_intent', id);
  if (record === undefined || record.account !== context.account) throw resourceMissing('payment_intent', id, 'intent');
  if (clientSecret !== undefined && clientSecret !== record.object.client_secret) {
    throw invalidRequest('The client_secret provided does not match any associated PaymentIntent on this account.', { param: 'client_secret' });
  }
  return record;
}

/** Stores an intent; what the bank would do after a 3DS step is kept only while one is asked for. */
export function putIntent(context: Context, object: Stripe.PaymentIntent, afterAuthentication?: PaymentIntentRecord['afterAuthentication']): Stripe.PaymentIntent {
  context.store.put('payment_intent', object.id, {
    account: context.account,
    object,
    ...(afterAuthentication === undefined ? {} : { afterAuthentication }),
  });
  return object;
}

/** @throws ApiError 400 `payment_intent_unexpected_state` unless the intent is in one of the states */
export function assertStatus(intent: Stripe.PaymentIntent, verb: string, done: string, allowed: readonly Stripe.PaymentIntent.Status[]): void {
  if (allowed.includes(intent.status)) return;
  throw invalidRequest(
    `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be ${done}: ${allowed.join(', ')}.`,
    { code: 'payment_intent_unexpected_state', payment_intent: intent },
  );
}
