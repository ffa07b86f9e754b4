import type Stripe from 'stripe';
import type { Decline } from '../cards/declines.ts';
import type { Context } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { ApiError } from '../http/api-error.ts';
import type { PaymentMethodRecord } from '../store/records.ts';
import { chargeFailed } from './charges.ts';
import { putIntent } from './intents.ts';

type PaymentError = Stripe.PaymentIntent.LastPaymentError;

/** Records a declined payment; the intent waits for another card. Gives the error to answer with. */
export function paymentDeclined(context: Context, intent: Stripe.PaymentIntent, method: PaymentMethodRecord, decline: Decline, authenticated: boolean): ApiError {
  const charge = chargeFailed(context, { intent, method, authenticated }, decline);
  const failed = intentFailed(context, intent, declineError(decline, charge, method.object));
  return declined(failed, decline, charge, method.object);
}

/** Sends an intent back to where it waits for a card, with the reason. */
export function intentFailed(context: Context, intent: Stripe.PaymentIntent, error: PaymentError): Stripe.PaymentIntent {
  const failed = putIntent(context, {
    ...intent,
    last_payment_error: error,
    latest_charge: error.charge ?? intent.latest_charge,
    next_action: null,
    payment_method: null,
    processing: null,
    status: 'requires_payment_method',
  });
  emitEvent(context, 'payment_intent.payment_failed', failed);
  return failed;
}

/** What an intent remembers of a decline. */
export function declineError(decline: Decline, charge: Stripe.Charge, method: Stripe.PaymentMethod): PaymentError {
  return {
    charge: charge.id,
    code: decline.code,
    ...(decline.declineCode === undefined ? {} : { decline_code: decline.declineCode }),
    doc_url: `https://docs.stripe.com/error-codes#${decline.code.replaceAll('_', '-')}`,
    message: decline.message,
    payment_method: method,
    type: 'card_error',
  };
}

/** What an intent remembers of a failed 3DS step, or of a bank's page that the customer left without paying. */
export function authenticationError(method: Stripe.PaymentMethod): PaymentError {
  return {
    code: 'payment_intent_authentication_failure',
    doc_url: 'https://docs.stripe.com/error-codes#payment-intent-authentication-failure',
    message:
      method.type === 'card'
        ? 'We are unable to authenticate your payment method. Please choose a different payment method and try again.'
        : 'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
    payment_method: method,
    type: 'invalid_request_error',
  };
}

function declined(intent: Stripe.PaymentIntent, decline: Decline, charge: Stripe.Charge, method: Stripe.PaymentMethod): ApiError {
  return new ApiError(402, {
    type: 'card_error',
    code: decline.code,
    ...(decline.declineCode === undefined ? {} : { decline_code: decline.declineCode }),
    charge: charge.id,
    message: decline.message,
    payment_intent: intent,
    payment_method: method,
  });
}
