// What Stripe said, as double entry. Amounts of one posting sum to zero; money that comes in is positive on the account that has
// it (`stripe_balance`, `bank`) and negative on the one that it comes from.
import type Stripe from 'stripe';
import type { Payment, Refund } from './payment.ts';
import { feeGoesSeparately } from './refund-state.ts';

export type LedgerAccount =
  /** The connected account's balance at Stripe, to the minor unit. */
  | 'stripe_balance'
  /** What customers paid (negative) less what went back to them. */
  | 'booking_revenue'
  | 'platform_commission'
  /** What Stripe keeps for itself. */
  | 'stripe_fees'
  /** What customers' banks have taken back and not returned. */
  | 'disputes'
  /** What was paid out to the tenant's bank. */
  | 'bank'
  /** What moved the balance and is none of the above, such as a charge that the tenant made by itself. */
  | 'adjustments';

export type PostingKind = 'charge' | 'stripe_fee' | 'refund' | 'fee_refund' | 'refund_failure' | 'dispute' | 'payout' | 'payout_failure' | 'adjustment';

export interface Posting {
  readonly kind: PostingKind;
  /** What it is made of, once: the id of a payment, a refund, a payout or a balance transaction. */
  readonly subject: string;
  readonly entries: readonly { readonly account: LedgerAccount; readonly amountMinor: number }[];
  /** The balance transactions at Stripe that it stands for, with its part of each; together what it moves of `stripe_balance`. */
  readonly stands: readonly { readonly balanceTransactionId: string; readonly netMinor: number }[];
}

/** Made as soon as the money is there; Stripe books it some time later. */
export function chargePosting(payment: Payment): Posting {
  const { id, amountMinor, applicationFeeMinor } = payment;
  return {
    kind: 'charge', subject: id, stands: [],
    entries: [
      { account: 'stripe_balance', amountMinor: netOfCommission(payment) },
      { account: 'booking_revenue', amountMinor: -amountMinor },
      { account: 'platform_commission', amountMinor: applicationFeeMinor },
    ],
  };
}

/** What of a charge's balance transaction is the charge itself; the rest is Stripe's fee. */
export function netOfCommission({ amountMinor, applicationFeeMinor }: Payment): number {
  return amountMinor - applicationFeeMinor;
}

export interface BookedCharge {
  readonly balanceTransactionId: string;
  readonly netMinor: number;
  readonly stripeFeeMinor: number;
}

/** @returns the posting, whose `adjustments` are zero unless Stripe booked another commission or amount than we asked for */
export function stripeFeePosting(payment: Payment, { balanceTransactionId, netMinor, stripeFeeMinor }: BookedCharge): Posting {
  const takenMinor = netOfCommission(payment) - netMinor;
  return {
    kind: 'stripe_fee', subject: payment.id,
    entries: [
      { account: 'stripe_balance', amountMinor: -takenMinor },
      { account: 'stripe_fees', amountMinor: stripeFeeMinor },
      { account: 'adjustments', amountMinor: takenMinor - stripeFeeMinor },
    ],
    stands: [{ balanceTransactionId, netMinor: -takenMinor }],
  };
}

/**
 * What of a refund Stripe has booked so far: the money, the commission's part where that is a movement of its own, and the money's
 * return when the customer's bank refused it. The commission stays given back.
 */
export function refundPostings(payment: Payment, refund: Refund): Posting[] {
  const { balanceTransactionId, feeBalanceTransactionId, failureBalanceTransactionId } = refund;
  const postings: Posting[] = [];
  if (balanceTransactionId !== null) postings.push(moneyBack(payment, refund, balanceTransactionId));
  if (feeBalanceTransactionId !== null) postings.push(feeBack(refund, feeBalanceTransactionId));
  if (balanceTransactionId !== null && failureBalanceTransactionId !== null) postings.push(moneyReturned(refund, failureBalanceTransactionId));
  return postings;
}

function moneyBack(payment: Payment, refund: Refund, balanceTransactionId: string): Posting {
  const { id, amountMinor } = refund;
  const feeMinor = feeGoesSeparately(payment, refund) ? 0 : refund.applicationFeeRefundMinor;
  const netMinor = feeMinor - amountMinor;
  return {
    kind: 'refund', subject: id,
    entries: [
      { account: 'stripe_balance', amountMinor: netMinor },
      { account: 'booking_revenue', amountMinor },
      { account: 'platform_commission', amountMinor: -feeMinor },
    ],
    stands: [{ balanceTransactionId, netMinor }],
  };
}

function feeBack({ id, applicationFeeRefundMinor: netMinor }: Refund, balanceTransactionId: string): Posting {
  return {
    kind: 'fee_refund', subject: id, stands: [{ balanceTransactionId, netMinor }],
    entries: [{ account: 'stripe_balance', amountMinor: netMinor }, { account: 'platform_commission', amountMinor: -netMinor }],
  };
}

function moneyReturned({ id, amountMinor }: Refund, balanceTransactionId: string): Posting {
  return {
    kind: 'refund_failure', subject: id, stands: [{ balanceTransactionId, netMinor: amountMinor }],
    entries: [{ account: 'stripe_balance', amountMinor }, { account: 'booking_revenue', amountMinor: -amountMinor }],
  };
}

/** What a dispute took, with Stripe's fee for it, or what came back. */
export function disputePosting({ id, amount, fee, net }: Stripe.BalanceTransaction): Posting {
  return {
    kind: 'dispute', subject: id, stands: [{ balanceTransactionId: id, netMinor: net }],
    entries: [{ account: 'stripe_balance', amountMinor: net }, { account: 'stripe_fees', amountMinor: fee }, { account: 'disputes', amountMinor: -amount }],
  };
}

/** What was paid out, or came back from the bank. */
export function payoutPosting(kind: 'payout' | 'payout_failure', payoutId: string, { id, amount, fee, net }: Stripe.BalanceTransaction): Posting {
  return {
    kind, subject: payoutId, stands: [{ balanceTransactionId: id, netMinor: net }],
    entries: [{ account: 'stripe_balance', amountMinor: net }, { account: 'stripe_fees', amountMinor: fee }, { account: 'bank', amountMinor: -amount }],
  };
}

/** What moved the balance and is none of our doing, such as a charge that the tenant made by itself, or a fee of Stripe's for the account. */
export function adjustmentPosting({ id, amount, fee, net }: Stripe.BalanceTransaction): Posting {
  return {
    kind: 'adjustment', subject: id, stands: [{ balanceTransactionId: id, netMinor: net }],
    entries: [{ account: 'stripe_balance', amountMinor: net }, { account: 'stripe_fees', amountMinor: fee }, { account: 'adjustments', amountMinor: -amount }],
  };
}
