import type { Payment, Refund } from './payment.ts';

export interface PostingEntry {
  readonly account: 'stripe_balance' | 'booking_revenue' | 'platform_commission';
  readonly amountMinor: number;
}

/** Amounts that sum to zero. `stripe_balance` is the connected account's, before Stripe's own fees. */
export type Posting = readonly PostingEntry[];

export function chargePosting({ amountMinor, applicationFeeMinor }: Payment): Posting {
  return [...revenue(amountMinor), ...commission(applicationFeeMinor)];
}

export function refundPosting({ amountMinor, applicationFeeRefundMinor }: Refund): Posting {
  return [...revenue(-amountMinor), ...commission(-applicationFeeRefundMinor)];
}

/**
 * What is left in the books of a refund that Stripe had taken and that failed: the money is back on the account's balance,
 * the fee's part that went with it stays given back.
 * @param posted whether the refund had been posted as succeeded
 */
export function failedRefundPosting({ amountMinor, applicationFeeRefundMinor }: Refund, posted: boolean): Posting {
  return posted ? revenue(amountMinor) : commission(-applicationFeeRefundMinor);
}

function revenue(amountMinor: number): Posting {
  return [{ account: 'stripe_balance', amountMinor }, { account: 'booking_revenue', amountMinor: -amountMinor }];
}

function commission(feeMinor: number): Posting {
  return [{ account: 'stripe_balance', amountMinor: -feeMinor }, { account: 'platform_commission', amountMinor: feeMinor }];
}
