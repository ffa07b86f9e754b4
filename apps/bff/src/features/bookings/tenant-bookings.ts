import type { TenantBooking, TenantBookingDetail } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import { findBooking, findTenantFacts, listTransitions } from './booking-repository.ts';
import type { BookingsContext } from './context.ts';
import { BookingNotFoundError } from './errors.ts';
import { readBooking } from './get-booking.ts';
import { readCancellation } from './read-cancellation.ts';

/** A booking as the business sees it. @throws BookingNotFoundError */
export async function readTenantBooking(context: BookingsContext, tx: TenantTx, id: BookingId): Promise<TenantBooking> {
  const [booking, facts] = await Promise.all([readBooking(context, tx, id), findTenantFacts(tx, id)]);
  if (!facts) throw new BookingNotFoundError();
  const { calendarToken: _token, manageToken: _manage, expiresInSeconds: _seconds, customer, ...shown } = booking;
  return {
    ...shown,
    customer: { ...customer, id: facts.customerId, phone: facts.phone },
    note: facts.note,
    postalCode: facts.postalCode,
    cancelledAt: facts.cancelledAt?.toISOString() ?? null,
    cancellationPolicy: facts.cancellationPolicy,
  };
}

/** The same with its history and what can be done with it. @throws BookingNotFoundError */
export async function readTenantBookingDetail(context: BookingsContext, tx: TenantTx, id: BookingId): Promise<TenantBookingDetail> {
  const [booking, row, history] = await Promise.all([readTenantBooking(context, tx, id), findBooking(tx, id), listTransitions(tx, id)]);
  if (!row) throw new BookingNotFoundError();
  return { ...booking, cancellation: await readCancellation(context, tx, row), history: history.map(({ at, ...move }) => ({ ...move, at: at.toISOString() })) };
}
