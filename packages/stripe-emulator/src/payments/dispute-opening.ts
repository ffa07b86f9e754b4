/** Why a customer's bank takes a payment back. @see https://docs.stripe.com/api/disputes/object#dispute_object-reason */
export const DISPUTE_REASONS = [
  'bank_cannot_process', 'check_returned', 'credit_not_processed', 'customer_initiated', 'debit_not_authorized', 'duplicate', 'fraudulent', 'general',
  'incorrect_account_details', 'insufficient_funds', 'product_not_received', 'product_unacceptable', 'subscription_canceled', 'unrecognized',
] as const;

/** How a dispute begins. */
export interface DisputeOpening {
  readonly reason: (typeof DISPUTE_REASONS)[number];
  readonly inquiry: boolean;
  /** What hasn't been refunded, when null. */
  readonly amount: number | null;
}
