import type Stripe from 'stripe';
import { DECLINES } from '../cards/declines.ts';
import type { CardOutcome } from '../cards/test-cards.ts';
import type { Context } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { invalidRequest } from '../http/api-error.ts';
import { missing } from '../http/parameters.ts';
import type { PaymentMethodRecord } from '../store/records.ts';
import { schedule } from '../scheduler.ts';
import { chargePending, chargeSucceeded } from './charges.ts';
import { paymentDeclined } from './fail-intent.ts';
import { putIntent } from './intents.ts';
import { assertMethodAllowed, isRedirectMethod } from './redirect-methods.ts';
import { assertUsable, keepOrSpend, outcomeFor } from './saved-methods.ts';

export interface Confirmation {
  readonly method: PaymentMethodRecord;
  readonly returnUrl: string | null;
  /** Whether Stripe.js will show the 3DS step itself, rather than being sent to another page. */
  readonly useStripeSdk: boolean;
  readonly errorOnRequiresAction: boolean;
  /** Whether the customer is away, and can't be asked for anything. */
  readonly offSession: boolean;
}

/**
 * Tries to pay an intent with a card, or sends its customer to their bank.
 * @throws ApiError 402 when the card is declined; what the decline changed stays. 400 for a method that the intent doesn't take
 */
export function confirmIntent(context: Context, intent: Stripe.PaymentIntent, confirmation: Confirmation): Stripe.PaymentIntent {
  const { method } = confirmation;
  assertMethodAllowed(intent, method.object);
  if (confirmation.offSession && intent.setup_future_usage !== null) {
    throw invalidRequest('You cannot pass off_session=true for a payment whose method is set up for future usage: its customer has to be there.', { param: 'off_session' });
  }
  assertUsable(intent, method, confirmation.offSession);
  assertReturnUrl(intent, confirmation);
  const outcome = outcomeFor(method, confirmation.offSession);
  const attempted: Stripe.PaymentIntent = { ...intent, payment_method: method.object.id, last_payment_error: null, next_action: null };
  if (outcome.kind !== 'authenticate') return payIntent(context, attempted, method, outcome, false);
  if (confirmation.errorOnRequiresAction && isRedirectMethod(method.object.type)) {
    throw invalidRequest(`This payment requires additional user action before it can be completed successfully. Payment method type: ${method.object.type}.`, { payment_intent: intent });
  }
  if (confirmation.errorOnRequiresAction) throw paymentDeclined(context, attempted, method, DECLINES.authenticationRequired, false);
  const waiting = putIntent(
    context,
    { ...attempted, status: 'requires_action', next_action: nextAction(context, intent, confirmation) },
    outcome.next,
  );
  emitEvent(context, 'payment_intent.requires_action', waiting);
  return waiting;
}

/**
 * Does what the bank decided.
 * @throws ApiError 402 when that is a decline
 */
export function payIntent(
  context: Context,
  intent: Stripe.PaymentIntent,
  method: PaymentMethodRecord,
  outcome: CardOutcome,
  authenticated: boolean,
): Stripe.PaymentIntent {
  switch (outcome.kind) {
    case 'succeed':
      return intentSucceeded(context, intent, chargeSucceeded(context, { intent, method, authenticated }, outcome));
    case 'process':
      return intentProcessing(context, intent, method, outcome.next);
    case 'decline':
      throw paymentDeclined(context, intent, method, outcome.decline, authenticated);
    case 'authenticate':
      throw new Error('a card asks for 3DS once only');
  }
}

/** Ends an intent well. */
export function intentSucceeded(context: Context, intent: Stripe.PaymentIntent, charge: Stripe.Charge): Stripe.PaymentIntent {
  keepOrSpend(context, intent);
  const succeeded = putIntent(context, {
    ...intent,
    amount_received: intent.amount,
    latest_charge: charge.id,
    next_action: null,
    processing: null,
    status: 'succeeded',
  });
  emitEvent(context, 'payment_intent.succeeded', succeeded);
  return succeeded;
}

function intentProcessing(context: Context, intent: Stripe.PaymentIntent, method: PaymentMethodRecord, next: CardOutcome): Stripe.PaymentIntent {
  const charge = chargePending(context, { intent, method, authenticated: false });
  const processing = putIntent(context, { ...intent, latest_charge: charge.id, processing: { type: 'card', card: {} }, status: 'processing' });
  emitEvent(context, 'payment_intent.processing', processing);
  schedule(context, { kind: 'settle_processing', paymentIntent: intent.id, next }, context.options.processingDelayMs);
  return processing;
}

function nextAction(context: Context, intent: Stripe.PaymentIntent, { method, returnUrl, useStripeSdk }: Confirmation): Stripe.PaymentIntent.NextAction {
  const query = new URLSearchParams({ payment_intent: intent.id, payment_intent_client_secret: intent.client_secret ?? '', account: context.account });
  const elsewhere = isRedirectMethod(method.object.type);
  if (returnUrl === null || (useStripeSdk && !elsewhere)) {
    return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: `${context.url}/js/authenticate?${query}` } };
  }
  query.set('return_url', returnUrl);
  return { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url: `${context.url}/js/${elsewhere ? 'bank' : 'authenticate'}?${query}` } };
}

// Without it, a customer who picked a method that leaves the page couldn't come back.
function assertReturnUrl(intent: Stripe.PaymentIntent, { method, offSession, returnUrl, useStripeSdk }: Confirmation): void {
  const automatic = intent.automatic_payment_methods;
  if (returnUrl === null && isRedirectMethod(method.object.type)) throw missing('return_url');
  if (returnUrl !== null || useStripeSdk || offSession || automatic?.enabled !== true || automatic.allow_redirects === 'never') return;
  throw invalidRequest(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    { payment_intent: intent },
  );
}
