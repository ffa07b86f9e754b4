import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import { forAccount } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { invalidRequest } from '../http/api-error.ts';
import { formatAmount } from '../money/currencies.ts';
import { roundHalfUp } from '../money/stripe-fee.ts';
import { schedule } from '../scheduler.ts';
import { newId } from '../store/ids.ts';
import type { ChargeRecord } from '../store/records.ts';
import { assertStep } from './amounts.ts';
import { bookCharge } from './book-charge.ts';
import { applicationId, bookTransaction } from './book-transaction.ts';
import { refundFee } from './refund-fee.ts';

export interface RefundRequest {
  /** All that is left when null. */
  readonly amount: number | null;
  readonly reason: Stripe.Refund.Reason | null;
  readonly metadata: Stripe.Metadata;
  readonly refundApplicationFee: boolean;
}

/**
 * Gives a charge's money back, with the platform's fee in proportion when asked.
 * @throws ApiError 400 for a charge that wasn't paid, is refunded already, or has less left
 */
export function refundCharge(context: Context, record: ChargeRecord, request: RefundRequest): Stripe.Refund {
  assertRefundable(context, record.object);
  const charge = record.object.balance_transaction === null ? bookCharge(context, record.object) : record.object;
  const amount = request.amount ?? charge.amount - charge.amount_refunded;
  assertRefundAmount(amount, charge);
  const refunded: Stripe.Charge = {
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    refunded: charge.amount_refunded + amount === charge.amount,
  };
  context.store.put('charge', charge.id, { ...record, object: refunded });
  const feeGivenBack = request.refundApplicationFee ? refundShareOfFee(context, refunded) : 0;
  const refund = createRefund(context, charge, record.refundOutcome, { ...request, amount, feeGivenBack });
  emitEvent(context, 'charge.refunded', refunded, { amount_refunded: charge.amount_refunded, refunded: charge.refunded });
  emitEvent(context, 'refund.created', refund);
  return refund;
}

/**
 * The platform's share of a refund, so reckoned that the shares of any sequence of refunds sum to the whole fee:
 * what should have been given back for everything refunded so far, less what has been.
 */
function refundShareOfFee(context: Context, charge: Stripe.Charge): number {
  const fee = charge.application_fee === null ? undefined : context.store.get('application_fee', String(charge.application_fee))?.object;
  if (fee === undefined) throw invalidRequest('Attempting to refund_application_fee on charge which has no application fee.', { param: 'refund_application_fee' });
  const dueSoFar = roundHalfUp(fee.amount, charge.amount_refunded, charge.amount);
  const share = Math.max(dueSoFar - fee.amount_refunded, 0);
  if (share > 0) refundFee(forAccount(context, context.platform), fee, { amount: share, metadata: {}, bookOnAccount: false });
  return share;
}

interface NewRefund extends RefundRequest {
  readonly amount: number;
  readonly feeGivenBack: number;
}

function createRefund(context: Context, charge: Stripe.Charge, outcome: ChargeRecord['refundOutcome'], request: NewRefund): Stripe.Refund {
  const byCard = charge.payment_method_details?.type === 'card';
  const id = newId(byCard ? 're' : 'pyr');
  const transaction = bookTransaction(context, {
    amount: -request.amount,
    atOnce: true,
    currency: charge.currency,
    description: 'REFUND FOR CHARGE',
    fees: request.feeGivenBack === 0 ? [] : [feeRefundDetail(context, charge.currency, request.feeGivenBack)],
    reporting_category: 'refund',
    source: id,
    type: byCard ? 'refund' : 'payment_refund',
  });
  const refund = {
    id,
    object: 'refund',
    amount: request.amount,
    balance_transaction: transaction.id,
    charge: charge.id,
    created: toUnixSeconds(context.clock.now()),
    currency: charge.currency,
    customer: charge.customer === null ? null : String(charge.customer),
    customer_account: null,
    destination_details: destinationOf(charge),
    metadata: request.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: request.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: outcome === 'pend' ? 'pending' : 'succeeded',
    transfer_reversal: null,
  } satisfies Stripe.Refund;
  context.store.put('refund', id, { account: context.account, object: refund });
  if (outcome !== 'succeed') {
    schedule(context, { kind: 'settle_refund', refund: id, outcome: outcome === 'pend' ? 'succeeded' : 'failed' }, context.options.refundDelayMs);
  }
  return refund;
}

function destinationOf(charge: Stripe.Charge): Stripe.Refund.DestinationDetails {
  const type = charge.payment_method_details?.type ?? 'card';
  if (type !== 'card') return { type };
  return { card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' }, type };
}

function feeRefundDetail(context: Context, currency: string, amount: number): Stripe.BalanceTransaction.FeeDetail {
  return { amount: -amount, application: applicationId(context), currency, description: 'Application fee refund', type: 'application_fee' };
}

function assertRefundable(context: Context, charge: Stripe.Charge): void {
  if (charge.status !== 'succeeded') {
    throw invalidRequest(`This charge (${charge.id}) cannot be refunded: its status is ${charge.status}.`, { param: 'charge' });
  }
  if (charge.disputed && !inquiryOnly(context, charge)) throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed', param: 'charge' });
  if (charge.refunded) throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
}

// Also a dispute that was won: what is disputed once can't be refunded any more.
function inquiryOnly(context: Context, charge: Stripe.Charge): boolean {
  for (const { object: dispute } of context.store.newestOf('dispute', context.account)) if (dispute.charge === charge.id) return dispute.is_charge_refundable;
  return true;
}

function assertRefundAmount(amount: number, charge: Stripe.Charge): void {
  if (amount < 1) throw invalidRequest('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  const left = charge.amount - charge.amount_refunded;
  if (amount > left) {
    const [asked, available] = [formatAmount(amount, charge.currency), formatAmount(left, charge.currency)];
    const which = charge.amount_refunded > 0 ? 'unrefunded amount on charge' : 'charge amount';
    throw invalidRequest(`Refund amount (${asked}) is greater than ${which} (${available})`, { param: 'amount' });
  }
  assertStep(amount, charge.currency);
}
