import type { BookingId, PaymentId, RefundId, TenantId } from '../../platform/ids.ts';

/**
 * One attempt to take money for a booking.
 *
 * 1. `creating`: our row exists, Stripe's intent may not yet.
 * 2. `requires_payment`: the customer can pay; a decline comes back to here.
 * 3. `processing`: the bank has it and takes its time. It can't be cancelled.
 * 4. `succeeded`: the money is there. Nothing leads away from it; refunds are rows of their own.
 * 5. `cancelled`: nobody can pay it any more. Should Stripe report money for it all the same, it becomes `succeeded`.
 */
export type PaymentStatus = 'creating' | 'requires_payment' | 'processing' | 'succeeded' | 'cancelled';

export interface Payment {
  readonly tenantId: TenantId;
  readonly id: PaymentId;
  readonly livemode: boolean;
  readonly bookingId: BookingId;
  readonly purpose: 'full' | 'deposit' | 'balance' | 'change';
  readonly attempt: number;
  readonly status: PaymentStatus;
  readonly stripeAccountId: string;
  /** Whether it may be paid by methods that lead away to a bank and back: never in a frame. */
  readonly allowsRedirects: boolean;
  /** Whether its method is kept for a later payment, and what was kept at Stripe once it succeeded. */
  readonly savesMethod: boolean;
  readonly stripeCustomerId: string | null;
  readonly paymentMethodId: string | null;
  readonly paymentIntentId: string | null;
  readonly sealedClientSecret: Buffer | null;
  readonly chargeId: string | null;
  readonly currency: string;
  readonly amountMinor: number;
  readonly applicationFeeMinor: number;
  /** Why the last try failed: Stripe's decline code, or its error code. */
  readonly lastErrorCode: string | null;
  /** How many tries were declined. */
  readonly declines: number;
  readonly succeededAt: Date | null;
  /** How Stripe booked the charge; null until it has. */
  readonly balanceTransactionId: string | null;
  readonly stripeFeeMinor: number | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * What goes back to the customer. `pending`: Stripe doesn't have it yet, or not its fee; `submitted`: Stripe has accepted
 * it and the fee's part; `succeeded` may still turn into `failed` when the customer's bank refuses it. As at Stripe, the money
 * counts as given back from when Stripe has booked it, which is before it has arrived.
 */
export type RefundStatus = 'pending' | 'submitted' | 'succeeded' | 'failed';

export interface Refund {
  readonly tenantId: TenantId;
  readonly id: RefundId;
  readonly livemode: boolean;
  readonly paymentId: PaymentId;
  readonly stripeRefundId: string | null;
  readonly status: RefundStatus;
  readonly reason: string;
  /** Whether it takes back what was paid beyond the price; otherwise it is a gift, and isn't owed again. */
  readonly correctsPrice: boolean;
  readonly currency: string;
  readonly amountMinor: number;
  readonly applicationFeeRefundMinor: number;
  /** How Stripe booked it, its return when it failed, and the commission's part where that is a movement of its own. */
  readonly balanceTransactionId: string | null;
  readonly failureBalanceTransactionId: string | null;
  readonly feeRefundId: string | null;
  readonly feeBalanceTransactionId: string | null;
  /** Why it failed: Stripe's code. */
  readonly failureCode: string | null;
  /** One that the bank refused is made again, as another refund. */
  readonly attempt: number;
  readonly retryOf: RefundId | null;
  /** How often Stripe was asked about it. */
  readonly tries: number;
  /** When it is looked after next, or made again. */
  readonly nextTryAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a booking has been paid and given back, from the ledger. */
export interface BookingPayments {
  readonly paidMinor: number;
  readonly refundedMinor: number;
  /** What of the refunds, those on their way included, corrects what was paid; the rest are gifts. */
  readonly correctedMinor: number;
  /** What customers' banks hold back of it. */
  readonly disputedMinor: number;
}

export function isOpen(payment: Payment): boolean {
  return payment.status === 'creating' || payment.status === 'requires_payment' || payment.status === 'processing';
}
