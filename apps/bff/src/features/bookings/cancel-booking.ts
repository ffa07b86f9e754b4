import type { Booking } from '@mais/contract';
import { withTenant } from '../../platform/db/with-tenant.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { endPendingBooking } from './end-booking.ts';
import { BookingNotCancellableError } from './errors.ts';
import { assertBookingToken, readBooking, type BookingAccess } from './get-booking.ts';

/**
 * The customer turns back before paying: the intent is cancelled and the time is free again. Cancelling twice is once.
 * @throws BookingNotFoundError, InvalidTokenError; BookingNotCancellableError once it is paid or ended otherwise
 */
export async function cancelBooking(context: BookingsContext, request: RequestContext, input: BookingAccess): Promise<Booking> {
  assertBookingToken(context, request, input);
  const { scope } = request.access;
  const read = () => withTenant(context.app, scope, (tx) => readBooking(context, tx, input.id));
  const before = await read();
  if (before.status === 'cancelled') return before;
  if (before.status !== 'pending_payment') throw new BookingNotCancellableError();
  await endPendingBooking(context, scope, input.id, {
    to: 'cancelled',
    why: { actor: request.actor, cause: 'customer_turned_back', requestId: request.requestId },
    stillDue: () => true,
  });
  const after = await read();
  if (after.status !== 'cancelled') throw new BookingNotCancellableError();
  return after;
}
