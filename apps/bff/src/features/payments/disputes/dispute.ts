import type Stripe from 'stripe';
import type { BookingId, DisputeId, PaymentId } from '../../../platform/ids.ts';

/**
 * A customer's bank wants a payment back. Statuses are Stripe's: an inquiry (`warning_…`) takes no money, a chargeback
 * (`needs_response`, `under_review`) has taken it, and gives it back when it is `won`.
 */
export interface Dispute {
  readonly id: DisputeId;
  readonly bookingId: BookingId;
  readonly paymentId: PaymentId;
  readonly stripeDisputeId: string;
  readonly status: string;
  readonly reason: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly isChargeRefundable: boolean;
  /** Until when the tenant can answer; null once there is nothing to answer. */
  readonly evidenceDueBy: Date | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly version: number;
}

/** What of a dispute may change. */
export type DisputeState = Pick<Dispute, 'status' | 'reason' | 'amountMinor' | 'isChargeRefundable' | 'evidenceDueBy'>;

const ENDS: ReadonlySet<string> = new Set(['won', 'lost', 'warning_closed', 'prevented']);

export function isClosed({ status }: Pick<Dispute, 'status'>): boolean {
  return ENDS.has(status);
}

export function stateOf(told: Stripe.Dispute): DisputeState {
  const dueBy = told.evidence_details.due_by;
  return {
    status: told.status,
    reason: told.reason,
    amountMinor: told.amount,
    isChargeRefundable: told.is_charge_refundable,
    evidenceDueBy: dueBy === null || ENDS.has(told.status) ? null : new Date(dueBy * 1000),
  };
}

export function isSameState(one: DisputeState, other: DisputeState): boolean {
  return one.status === other.status && one.reason === other.reason && one.amountMinor === other.amountMinor
    && one.isChargeRefundable === other.isChargeRefundable && one.evidenceDueBy?.getTime() === other.evidenceDueBy?.getTime();
}

/** What an event tells of a dispute. */
export function disputeFacts({ id, paymentId, stripeDisputeId, amountMinor, currency, reason, status, evidenceDueBy }: Dispute) {
  return { disputeId: id, paymentId, stripeDisputeId, amountMinor, currency, reason, status, evidenceDueBy: evidenceDueBy?.toISOString() ?? null };
}
