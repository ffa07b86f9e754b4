import type Stripe from 'stripe';
import { DECLINES } from '../cards/declines.ts';
import type { CardOutcome } from '../cards/test-cards.ts';
import type { Context } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { ApiError, invalidRequest } from '../http/api-error.ts';
import type { PaymentMethodRecord } from '../store/records.ts';
import { getCustomer } from './customers.ts';
import { isRedirectMethod } from './redirect-methods.ts';

/**
 * Saves a payment method with a customer.
 * @throws ApiError 400 for one that is another customer's, was spent or can't be saved; 402 for a card that its bank refuses at once
 */
export function attachMethod(context: Context, record: PaymentMethodRecord, customer: string): PaymentMethodRecord {
  getCustomer(context, customer);
  const { object: method, outcome } = record;
  if (method.customer === customer) return record;
  if (method.customer !== null) throw invalidRequest('The payment method you provided has already been attached to a customer.');
  if (isRedirectMethod(method.type)) throw invalidRequest(`Payment methods of type ${method.type} cannot be attached to a customer.`, { param: 'payment_method' });
  if (record.spent === true) throw spentError();
  if (outcome.kind === 'decline') {
    const { code, declineCode, message } = outcome.decline;
    throw new ApiError(402, { type: 'card_error', code, ...(declineCode === undefined ? {} : { decline_code: declineCode }), message });
  }
  const attached = putMethod(context, { ...record, object: { ...method, customer } });
  emitEvent(context, 'payment_method.attached', attached.object);
  return attached;
}

/** Takes a payment method away from its customer; it can't be used any more. */
export function detachMethod(context: Context, record: PaymentMethodRecord): PaymentMethodRecord {
  const { customer } = record.object;
  if (customer === null) throw invalidRequest('The payment method you provided is not attached to a customer so detachment is impossible.');
  const detached = putMethod(context, { ...record, object: { ...record.object, customer: null }, spent: true });
  emitEvent(context, 'payment_method.detached', detached.object, { customer: String(customer) });
  return detached;
}

/** After a payment its method is the customer's where that was asked for; otherwise it has been used for good. */
export function keepOrSpend(context: Context, intent: Stripe.PaymentIntent): void {
  const record = context.store.get('payment_method', String(intent.payment_method));
  if (record === undefined) return;
  if (intent.setup_future_usage === null) {
    if (record.object.customer === null) putMethod(context, { ...record, spent: true });
    return;
  }
  const ready: PaymentMethodRecord = intent.setup_future_usage === 'off_session' ? { ...record, setUp: true } : record;
  putMethod(context, ready);
  if (intent.customer !== null) attachMethod(context, ready, String(intent.customer));
}

/**
 * What the bank does with this payment by this method.
 * Off session nobody can pass a 3DS step: what would ask for one is declined, unless the card was set up for it or never asks then.
 */
export function outcomeFor(method: PaymentMethodRecord, offSession: boolean): CardOutcome {
  const { outcome } = method;
  if (outcome.kind === 'succeed' && outcome.onceSaved !== undefined && method.object.customer !== null) return { kind: 'decline', decline: outcome.onceSaved };
  if (!offSession || outcome.kind !== 'authenticate') return outcome;
  const exempt = outcome.offSession === 'passes' || (outcome.offSession === 'passes_once_set_up' && method.setUp === true);
  return exempt ? outcome.next : { kind: 'decline', decline: DECLINES.authenticationRequired };
}

/** @throws ApiError 400 for a method that was used before without being saved, or that is a customer's whom the intent doesn't name */
export function assertUsable(intent: Stripe.PaymentIntent, { object: method, spent }: PaymentMethodRecord, offSession: boolean): void {
  if (spent === true) throw spentError();
  if (offSession && isRedirectMethod(method.type)) {
    throw invalidRequest(`Payment methods of type ${method.type} cannot be used off session: their bank asks the customer.`, { param: 'off_session', payment_intent: intent });
  }
  if (method.customer === null || method.customer === intent.customer) return;
  const why =
    intent.customer === null
      ? `The PaymentMethod ${method.id} belongs to a Customer. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`
      : `The customer ${String(intent.customer)} does not own the PaymentMethod ${method.id}.`;
  throw invalidRequest(why, { param: 'payment_method', payment_intent: intent });
}

function spentError(): ApiError {
  return invalidRequest(
    'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
    { param: 'payment_method' },
  );
}

function putMethod(context: Context, record: PaymentMethodRecord): PaymentMethodRecord {
  context.store.put('payment_method', record.object.id, record);
  return record;
}
