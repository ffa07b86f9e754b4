import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Decline } from '../cards/declines.ts';
import type { CardOutcome } from '../cards/test-cards.ts';
import type { Context } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { newId } from '../store/ids.ts';
import type { ChargeRecord, PaymentMethodRecord } from '../store/records.ts';
import { applicationId } from './book-transaction.ts';
import { bookCharge } from './book-charge.ts';
import { isRedirectMethod, redirectDetails } from './redirect-methods.ts';
import { schedule } from '../scheduler.ts';

/** Whether the customer passed a 3DS step on the way to this charge. */
interface Attempt {
  readonly intent: Stripe.PaymentIntent;
  readonly method: PaymentMethodRecord;
  readonly authenticated: boolean;
}

/** Charges the card and books the money. */
export function chargeSucceeded(context: Context, attempt: Attempt, outcome: Extract<CardOutcome, { kind: 'succeed' }>): Stripe.Charge {
  const charge = put(
    context,
    { ...newCharge(context, attempt), amount_captured: attempt.intent.amount, captured: true, outcome: APPROVED, paid: true, status: 'succeeded' },
    outcome.refund ?? 'succeed',
  );
  emitEvent(context, 'charge.succeeded', charge);
  if (outcome.dispute !== undefined) {
    const reason = outcome.dispute === 'inquiry' ? 'general' : outcome.dispute;
    schedule(context, { kind: 'open_dispute', charge: charge.id, opening: { amount: null, inquiry: outcome.dispute === 'inquiry', reason } }, context.options.disputeDelayMs);
  }
  return finishCapture(context, charge);
}

/** Records a charge that the bank refused. */
export function chargeFailed(context: Context, attempt: Attempt, decline: Decline): Stripe.Charge {
  const charge = put(context, { ...newCharge(context, attempt), ...refusal(decline) }, 'succeed');
  emitEvent(context, 'charge.failed', charge);
  return charge;
}

/** Records a charge whose outcome isn't known yet. */
export function chargePending(context: Context, attempt: Attempt): Stripe.Charge {
  const charge = put(context, { ...newCharge(context, attempt), captured: true, status: 'pending' }, 'succeed');
  emitEvent(context, 'charge.pending', charge);
  return charge;
}

/** Ends a pending charge well. */
export function pendingChargeSucceeded(context: Context, pending: Stripe.Charge): Stripe.Charge {
  const charge = put(context, { ...pending, amount_captured: pending.amount, outcome: APPROVED, paid: true, status: 'succeeded' }, 'succeed');
  emitEvent(context, 'charge.succeeded', charge);
  return finishCapture(context, charge);
}

/** Ends a pending charge badly. */
export function pendingChargeFailed(context: Context, pending: Stripe.Charge, decline: Decline): Stripe.Charge {
  const charge = put(context, { ...pending, ...refusal(decline), captured: false }, 'succeed');
  emitEvent(context, 'charge.failed', charge);
  return charge;
}

/**
 * Capture is asynchronous in this API version: `charge.succeeded` comes without balance transaction and fee,
 * which follow in `charge.updated`.
 * @see https://docs.stripe.com/payments/payment-intents/asynchronous-capture
 */
function finishCapture(context: Context, charge: Stripe.Charge): Stripe.Charge {
  if (context.options.captureDelayMs <= 0) return bookCharge(context, charge);
  schedule(context, { kind: 'book_charge', charge: charge.id }, context.options.captureDelayMs);
  return charge;
}

function put(context: Context, charge: Stripe.Charge, refundOutcome: ChargeRecord['refundOutcome']): Stripe.Charge {
  context.store.put('charge', charge.id, { account: context.account, object: charge, refundOutcome });
  return charge;
}

const APPROVED: Stripe.Charge.Outcome = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  risk_score: 12,
  seller_message: 'Payment complete.',
  type: 'authorized',
};

function refusal(decline: Decline): Pick<Stripe.Charge, 'failure_code' | 'failure_message' | 'outcome' | 'status'> {
  return {
    failure_code: decline.code,
    failure_message: decline.message,
    outcome: {
      ...APPROVED,
      network_status: decline.blocked === true ? 'not_sent_to_network' : 'declined_by_network',
      reason: decline.declineCode ?? decline.code,
      seller_message: decline.blocked === true ? 'Stripe blocked this payment as too risky.' : 'The bank did not return any further details with this decline.',
      type: decline.blocked === true ? 'blocked' : 'issuer_declined',
    },
    status: 'failed',
  };
}

function newCharge(context: Context, { intent, method, authenticated }: Attempt): Stripe.Charge {
  return {
    id: newId(method.object.type === 'card' ? 'ch' : 'py'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: intent.application_fee_amount === null ? null : applicationId(context),
    application_fee: null,
    application_fee_amount: intent.application_fee_amount,
    balance_transaction: null,
    billing_details: method.object.billing_details,
    calculated_statement_descriptor: null,
    captured: false,
    created: toUnixSeconds(context.clock.now()),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: false,
    payment_intent: intent.id,
    payment_method: method.object.id,
    payment_method_details: methodDetails(intent, method, authenticated),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: 'pending',
    transfer_data: null,
    transfer_group: null,
  };
}

function methodDetails(intent: Stripe.PaymentIntent, method: PaymentMethodRecord, authenticated: boolean): Stripe.Charge.PaymentMethodDetails {
  const { type } = method.object;
  if (isRedirectMethod(type)) return { type, ...redirectDetails(type) };
  return { card: cardDetails(intent, method, authenticated), type: 'card' };
}

function cardDetails(intent: Stripe.PaymentIntent, method: PaymentMethodRecord, authenticated: boolean): Stripe.Charge.PaymentMethodDetails.Card {
  const { card } = method.object;
  return {
    amount_authorized: intent.amount,
    authorization_code: null,
    brand: card?.brand ?? 'unknown',
    checks: card?.checks ?? null,
    country: card?.country ?? null,
    electronic_commerce_indicator: null,
    exp_month: card?.exp_month ?? 0,
    exp_year: card?.exp_year ?? 0,
    fingerprint: card?.fingerprint ?? null,
    funding: card?.funding ?? null,
    installments: null,
    last4: card?.last4 ?? null,
    mandate: null,
    network: card?.brand ?? null,
    network_token: { used: false },
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: authenticated ? AUTHENTICATED : null,
    transaction_link_id: null,
    wallet: null,
  };
}

const AUTHENTICATED: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
};
