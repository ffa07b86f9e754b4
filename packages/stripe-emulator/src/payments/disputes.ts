/*
 * A dispute from its opening to its end.
 *
 * 1. A chargeback opens as `needs_response`: its amount and Stripe's fee leave the balance at once (`charge.dispute.created`, `.funds_withdrawn`).
 *    An inquiry opens as `warning_needs_response` and takes nothing, until it is escalated to a chargeback.
 * 2. Evidence that is submitted makes it `under_review` (`.updated`). Without any by its deadline, it is lost; an inquiry is closed.
 * 3. Won: the amount comes back, without the fee (`.closed`, `.funds_reinstated`). Lost, or accepted by the merchant: nothing comes back (`.closed`).
 */
import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import { forAccount } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { invalidRequest, resourceMissing } from '../http/api-error.ts';
import { disputeFee } from '../money/dispute-fee.ts';
import { schedule } from '../scheduler.ts';
import { newId } from '../store/ids.ts';
import type { ChargeRecord } from '../store/records.ts';
import { bookCharge, platformPaysStripe } from './book-charge.ts';
import { bookTransaction } from './book-transaction.ts';
import type { DisputeOpening } from './dispute-opening.ts';
import { NO_EVIDENCE } from './evidence.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long a merchant has to answer, mostly. */
const RESPONSE_DAYS = 9;

/** What a closed dispute can have come to. */
export type DisputeOutcome = 'win' | 'lose';

/** @throws ApiError 404 when the account has no such dispute */
export function getDispute(context: Context, id: string): Stripe.Dispute {
  const record = context.store.get('dispute', id);
  if (record === undefined || record.account !== context.account) throw resourceMissing('dispute', id, 'dispute');
  return record.object;
}

/**
 * Opens a dispute, as the customer's bank does.
 * @throws ApiError 400 for a charge that wasn't paid, is disputed already, or has less left
 */
export function openDispute(context: Context, record: ChargeRecord, { reason, inquiry, amount }: DisputeOpening): Stripe.Dispute {
  const charge = record.object.balance_transaction === null && record.object.paid ? bookCharge(context, record.object) : record.object;
  const left = charge.amount - charge.amount_refunded;
  if (!charge.paid) throw invalidRequest(`Charge ${charge.id} was not paid.`, { param: 'charge' });
  if (charge.disputed) throw invalidRequest(`Charge ${charge.id} is disputed already.`, { param: 'charge' });
  if (left < 1 || (amount !== null && (amount < 1 || amount > left))) throw invalidRequest(`At most ${left} of charge ${charge.id} can be disputed.`, { param: 'amount' });
  const dueBy = endOfDay(context.clock.now() + RESPONSE_DAYS * DAY_MS);
  const opened: Stripe.Dispute = {
    id: newId('du'),
    object: 'dispute',
    amount: amount ?? left,
    balance_transactions: [],
    charge: charge.id,
    created: toUnixSeconds(context.clock.now()),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: { due_by: dueBy, enhanced_eligibility: {}, has_evidence: false, past_due: false, submission_count: 0, submission_method: 'not_submitted' },
    intended_submission_method: null,
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: { card: cardOf(charge, inquiry), type: 'card' },
    reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  };
  context.store.put('charge', charge.id, { ...record, object: { ...charge, disputed: true } });
  const dispute = put(context, inquiry ? opened : withdraw(context, opened));
  schedule(context, { kind: 'dispute_deadline', dispute: dispute.id }, dueBy * 1000 - context.clock.now());
  emitEvent(context, 'charge.dispute.created', dispute);
  if (!inquiry) emitEvent(context, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** Makes an inquiry a chargeback. */
export function escalateDispute(context: Context, dispute: Stripe.Dispute): Stripe.Dispute {
  if (!isInquiry(dispute)) throw invalidRequest(`Dispute ${dispute.id} is no open inquiry.`);
  const escalated = put(context, withdraw(context, { ...dispute, is_charge_refundable: false, status: 'needs_response' }));
  emitEvent(context, 'charge.dispute.updated', escalated, { status: dispute.status });
  emitEvent(context, 'charge.dispute.funds_withdrawn', escalated);
  return escalated;
}

/**
 * Ends a dispute, as the bank decides it.
 * @throws ApiError 400 when it has ended already
 */
export function closeDispute(context: Context, dispute: Stripe.Dispute, outcome: DisputeOutcome): Stripe.Dispute {
  if (!isOpen(dispute)) throw invalidRequest(`This dispute is already closed: its status is ${dispute.status}.`);
  const inquiry = isInquiry(dispute);
  const won = outcome === 'win' && !inquiry;
  const closed = put(context, won ? reinstate(context, { ...dispute, status: 'won' }) : { ...dispute, status: inquiry ? 'warning_closed' : 'lost' });
  emitEvent(context, 'charge.dispute.closed', closed);
  if (won) emitEvent(context, 'charge.dispute.funds_reinstated', closed);
  return closed;
}

/** Does what a deadline does to a dispute that nobody has answered. */
export function passDisputeDeadline(context: Context, id: string): void {
  const record = context.store.get('dispute', id);
  if (record === undefined || !needsResponse(record.object)) return;
  const late: Stripe.Dispute = { ...record.object, evidence_details: { ...record.object.evidence_details, past_due: true } };
  closeDispute(forAccount(context, record.account), late, 'lose');
}

export function needsResponse({ status }: Stripe.Dispute): boolean {
  return status === 'needs_response' || status === 'warning_needs_response';
}

export function isOpen(dispute: Stripe.Dispute): boolean {
  return needsResponse(dispute) || dispute.status === 'under_review' || dispute.status === 'warning_under_review';
}

function isInquiry({ status }: Stripe.Dispute): boolean {
  return status === 'warning_needs_response' || status === 'warning_under_review';
}

function withdraw(context: Context, dispute: Stripe.Dispute): Stripe.Dispute {
  const { currency } = dispute;
  const fee = { amount: disputeFee(currency), application: null, currency, description: 'Dispute fee', type: 'stripe_fee' };
  const byPlatform = platformPaysStripe(context);
  const transaction = bookTransaction(context, {
    amount: -dispute.amount,
    atOnce: true,
    currency,
    description: `Chargeback withdrawal for ${String(dispute.charge)}`,
    fees: byPlatform ? [] : [fee],
    reporting_category: 'dispute',
    source: dispute.id,
    type: 'adjustment',
  });
  if (byPlatform) {
    const description = `Dispute fee of ${context.account}`;
    bookTransaction(forAccount(context, context.platform), { amount: -fee.amount, atOnce: true, currency, description, reporting_category: 'fee', source: dispute.id, type: 'stripe_fee' });
  }
  return { ...dispute, balance_transactions: [...dispute.balance_transactions, transaction] };
}

function reinstate(context: Context, dispute: Stripe.Dispute): Stripe.Dispute {
  const transaction = bookTransaction(context, {
    amount: dispute.amount,
    atOnce: true,
    currency: dispute.currency,
    description: `Chargeback reversal for ${String(dispute.charge)}`,
    reporting_category: 'dispute_reversal',
    source: dispute.id,
    type: 'adjustment',
  });
  return { ...dispute, balance_transactions: [...dispute.balance_transactions, transaction] };
}

function cardOf(charge: Stripe.Charge, inquiry: boolean): Stripe.Dispute.PaymentMethodDetails.Card {
  const brand = charge.payment_method_details?.card?.brand ?? 'visa';
  return { brand, case_type: inquiry ? 'inquiry' : 'chargeback', network: brand, network_reason_code: '10.4' };
}

function put(context: Context, object: Stripe.Dispute): Stripe.Dispute {
  context.store.put('dispute', object.id, { account: context.account, object });
  return object;
}

function endOfDay(ms: number): number {
  return (Math.floor(ms / DAY_MS) + 1) * (DAY_MS / 1000) - 1;
}
