// A booking's life, kept apart from its payment's.
//
// 1. pending_payment → confirmed       its payment has arrived (Stripe's webhook, or reconciliation), or nothing is due
// 2. pending_payment → expired         its time is up; the intent was cancelled first
// 3. pending_payment → cancelled       the customer turned back before paying
// 4. expired → confirmed               a late payment found the time still free
// 5. Money that comes for an expired, cancelled or already paid booking whose time can't be won back is refunded in full.
//
// Every move is one row of booking_transitions, with its cause, its actor and its time.
import type { Answer, Booking, BookingStatus, LineItem, PaymentStatus } from '@mais/contract';
import type { BookingId, HoldId, PackageId } from '../../platform/ids.ts';

export interface BookingRow {
  readonly id: BookingId;
  readonly reference: string;
  readonly holdId: HoldId;
  readonly packageId: PackageId;
  readonly status: BookingStatus;
  readonly paymentStatus: PaymentStatus;
  readonly packageSlug: string;
  readonly packageName: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly blockedStartsAt: Date;
  readonly blockedEndsAt: Date;
  readonly dayLocal: string;
  readonly tenantTimeZone: string;
  readonly partySize: number;
  readonly currency: string;
  readonly subtotalMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  /** What was asked for when booking; the balance is the rest. */
  readonly dueNowMinor: number;
  readonly discountMinor: number;
  readonly balanceDueAt: Date | null;
  readonly commissionBps: number;
  readonly answers: readonly Answer[];
  readonly expiresAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly createdAt: Date;
  readonly customerName: string;
  readonly customerEmail: string;
}

const moves: Partial<Record<BookingStatus, readonly BookingStatus[]>> = {
  pending_payment: ['confirmed', 'expired', 'cancelled'],
  expired: ['confirmed'],
};

/** @throws when the state machine has no such move: a defect of ours, never the client's */
export function assertMove(from: BookingStatus, to: BookingStatus): void {
  if (!moves[from]?.includes(to)) throw new Error(`a booking can't go from ${from} to ${to}`);
}

/** What the ledger says of the booking, in one word. */
export function paymentStatusOf(totals: { paidMinor: number; refundedMinor: number; disputedMinor: number }, totalMinor: number): PaymentStatus {
  if (totals.disputedMinor > 0) return 'disputed';
  if (totals.paidMinor === 0) return 'none';
  if (totals.refundedMinor === 0) return totals.paidMinor < totalMinor ? 'deposit_paid' : 'paid';
  return totals.refundedMinor < totals.paidMinor ? 'partly_refunded' : 'refunded';
}

/** Why the first payment of a booking is asked for. */
export function purposeOf(booking: Pick<BookingRow, 'dueNowMinor' | 'totalMinor'>): 'full' | 'deposit' {
  return booking.dueNowMinor < booking.totalMinor ? 'deposit' : 'full';
}

export function presentBooking(
  row: BookingRow,
  given: { lineItems: readonly LineItem[]; totals: { paidMinor: number; refundedMinor: number }; calendarToken: string; now: Date },
): Booking {
  const { lineItems, totals, now } = given;
  const waiting = row.status === 'pending_payment' && row.expiresAt !== null;
  return {
    id: row.id,
    reference: row.reference,
    status: row.status,
    paymentStatus: row.paymentStatus,
    package: { slug: row.packageSlug, name: row.packageName },
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    timeZone: row.tenantTimeZone,
    partySize: row.partySize,
    customer: { name: row.customerName, email: row.customerEmail },
    answers: [...row.answers],
    currency: row.currency,
    lineItems: [...lineItems],
    subtotalMinor: row.subtotalMinor,
    taxMinor: row.taxMinor,
    totalMinor: row.totalMinor,
    dueNowMinor: row.dueNowMinor,
    discountMinor: row.discountMinor,
    balanceMinor: row.totalMinor - row.dueNowMinor,
    balanceDueAt: row.balanceDueAt?.toISOString() ?? null,
    paidMinor: totals.paidMinor,
    refundedMinor: totals.refundedMinor,
    expiresAt: waiting ? (row.expiresAt?.toISOString() ?? null) : null,
    expiresInSeconds: waiting && row.expiresAt ? Math.max(0, Math.floor((row.expiresAt.getTime() - now.getTime()) / 1000)) : null,
    createdAt: row.createdAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    calendarToken: given.calendarToken,
  };
}
