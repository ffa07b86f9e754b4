// A booking's life, kept apart from its payment's.
//
// 1. pending_payment → confirmed       its payment has arrived (Stripe's webhook, or reconciliation), or nothing is due
// 2. pending_payment → expired         its time is up; the intent was cancelled first
// 3. pending_payment → cancelled       the customer turned back before paying
// 4. expired → confirmed               a late payment found the time still free
// 5. confirmed → cancelled             by the customer, who gets back what the kept policy says, or by the tenant
// 6. confirmed → confirmed             it takes place at another time
// 7. Money that comes for an expired or cancelled booking whose time can't be won back is refunded in full; what comes for a
//    confirmed one beyond its price goes back as well.
//
// Every move is one row of booking_transitions, with its cause, its actor and its time.
import type { Answer, Booking, BookingStatus, CancellationPolicy, LineItem, PaymentStatus } from '@mais/contract';
import type { BookingId, HoldId, PackageId } from '../../platform/ids.ts';
import { chargeLimits, type BookingPayments, type Payment } from '../payments/index.ts';
import type { SoldTerms } from './sold-terms.ts';

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
  /** As it was when the booking was sold. */
  readonly cancellationPolicy: CancellationPolicy;
  /** Null for a booking from before they were kept. */
  readonly terms: SoldTerms | null;
  readonly postalCode: string | null;
  readonly timesMoved: number;
  /** What links to it carry. */
  readonly manageVersion: number;
  /** When the balance is looked after next; null when there is nothing to do. */
  readonly balanceNextAt: Date | null;
  readonly balanceTries: number;
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
  confirmed: ['cancelled'],
};

/** @throws when the state machine has no such move: a defect of ours, never the client's */
export function assertMove(from: BookingStatus, to: BookingStatus): void {
  if (!moves[from]?.includes(to)) throw new Error(`a booking can't go from ${from} to ${to}`);
}

/** What the ledger says of the booking, in one word. */
export function paymentStatusOf(totals: BookingPayments, totalMinor: number): PaymentStatus {
  if (totals.disputedMinor > 0) return 'disputed';
  if (totals.paidMinor === 0) return 'none';
  if (totals.refundedMinor === 0) return totals.paidMinor < totalMinor ? 'deposit_paid' : 'paid';
  // What was paid beyond the price has gone back, and nothing else.
  const paidMinor = totals.paidMinor - totals.correctedMinor;
  if (paidMinor > 0 && totals.refundedMinor <= totals.correctedMinor) return paidMinor < totalMinor ? 'deposit_paid' : 'paid';
  return totals.refundedMinor < totals.paidMinor ? 'partly_refunded' : 'refunded';
}

/** Why the first payment of a booking is asked for. */
export function purposeOf(booking: Pick<BookingRow, 'dueNowMinor' | 'totalMinor'>): 'full' | 'deposit' {
  return booking.dueNowMinor < booking.totalMinor ? 'deposit' : 'full';
}

/** Where the e-mail address of a customer ends who was forgotten: nothing reaches it. @see https://www.rfc-editor.org/rfc/rfc2606 */
export const ERASED_DOMAIN = '@erased.invalid';

/** Whether the first payment keeps its method for the balance. */
export function savesMethod(booking: Pick<BookingRow, 'dueNowMinor' | 'totalMinor' | 'terms'>): boolean {
  return purposeOf(booking) === 'deposit' && booking.terms?.collectsBalanceBy === 'saved_method';
}

/** Why what a confirmed booking owes is asked for: the rest of its price, or what that has grown by since it was paid. */
export function purposeOwed(payments: readonly Payment[]): 'balance' | 'change' {
  return payments.some(({ status, purpose }) => status === 'succeeded' && (purpose === 'full' || purpose === 'balance')) ? 'change' : 'balance';
}

/**
 * What is to be paid of a booking: its price less what was paid for it. What went back as a gift lowers the price; what went back to
 * correct a payment doesn't count as paid.
 */
export function owedOf({ status, totalMinor, dueNowMinor, currency }: Pick<BookingRow, 'status' | 'totalMinor' | 'dueNowMinor' | 'currency'>, totals: BookingPayments): number {
  if (status === 'pending_payment') return dueNowMinor;
  if (status !== 'confirmed' && status !== 'completed' && status !== 'no_show') return 0;
  const owedMinor = totalMinor - totals.paidMinor + totals.correctedMinor;
  // Less than Stripe charges can't be asked for.
  return owedMinor < chargeLimits(currency).minimumMinor ? 0 : owedMinor;
}

export function presentBooking(
  row: BookingRow,
  given: { lineItems: readonly LineItem[]; totals: BookingPayments; calendarToken: string; manageToken: string; now: Date },
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
    owedMinor: owedOf(row, totals),
    expiresAt: waiting ? (row.expiresAt?.toISOString() ?? null) : null,
    expiresInSeconds: waiting && row.expiresAt ? Math.max(0, Math.floor((row.expiresAt.getTime() - now.getTime()) / 1000)) : null,
    createdAt: row.createdAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    manageToken: given.manageToken,
    calendarToken: given.calendarToken,
  };
}
