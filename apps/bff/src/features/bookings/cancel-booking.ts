import type { Booking } from '@mais/contract';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { InvalidRequestError } from '../../platform/errors.ts';
import type { BookingId } from '../../platform/ids.ts';
import type { TenantRequest } from '../tenants/index.ts';
import { cancelConfirmed } from './cancel-confirmed.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { endPendingBooking } from './end-booking.ts';
import { AmountChangedError, BookingNotCancellableError } from './errors.ts';
import { assertBookingToken, readBooking, type BookingAccess } from './get-booking.ts';
import type { Cause } from './move-booking.ts';
import { isCancellable } from './read-cancellation.ts';

export interface CancelInput extends BookingAccess {
  /** What the customer was shown that goes back; null before anything was paid. */
  readonly expectedRefundMinor: number | null;
}

/**
 * The customer turns back: before paying, the intent is cancelled; afterwards, what the policy says goes back. The time is free
 * again. Cancelling twice is once.
 * @throws BookingNotFoundError, InvalidTokenError; BookingNotCancellableError once it has begun or ended otherwise;
 *   AmountChangedError when another amount would go back by now; InvalidRequestError
 */
export async function cancelBooking(context: BookingsContext, request: RequestContext, input: CancelInput): Promise<Booking> {
  await assertBookingToken(context, request, input);
  const { scope } = request.access;
  const { actor, requestId } = request;
  const { expectedRefundMinor } = input;
  const before = await read(context, scope, input.id);
  if (before.status === 'cancelled') return before;
  if (before.status === 'pending_payment') return cancelPending(context, scope, input.id, { actor, requestId, cause: 'customer_turned_back' });
  if (expectedRefundMinor === null) throw new InvalidRequestError([{ pointer: '/expectedRefundMinor', detail: 'is required once a booking is confirmed' }]);
  await cancelConfirmed(context, scope, {
    id: input.id,
    why: { actor, requestId, cause: 'customer_cancelled' },
    reason: 'cancelled_by_customer',
    isAllowed: isCancellable,
    decideRefund(dueMinor, { currency }) {
      if (dueMinor !== expectedRefundMinor) throw new AmountChangedError(dueMinor, currency);
      return dueMinor;
    },
  });
  return read(context, scope, input.id);
}

/**
 * The business calls a booking off, whenever. What the policy says goes back, or what it decides.
 * @throws BookingNotFoundError, BookingNotCancellableError, RefundTooLargeError, InvalidRequestError
 */
export async function cancelAsTenant(
  context: BookingsContext, { access, actor, requestId }: TenantRequest, input: { id: BookingId; reason: string; refundMinor: number | null },
): Promise<void> {
  const { scope } = access;
  const before = await read(context, scope, input.id);
  if (before.status === 'cancelled') return;
  const why = { actor, requestId, cause: 'tenant_cancelled' };
  if (before.status === 'pending_payment') {
    if (input.refundMinor !== null && input.refundMinor > 0) throw new InvalidRequestError([{ pointer: '/refundMinor', detail: 'must be 0 or left out: nothing has been paid' }]);
    await cancelPending(context, scope, input.id, why);
    return;
  }
  await cancelConfirmed(context, scope, {
    id: input.id, why, reason: input.reason,
    isAllowed: ({ status }) => status === 'confirmed',
    decideRefund: (dueMinor) => input.refundMinor ?? dueMinor,
  });
}

async function cancelPending(context: BookingsContext, scope: TenantScope, id: BookingId, why: Omit<Cause, 'now'>): Promise<Booking> {
  await endPendingBooking(context, scope, id, { to: 'cancelled', why, stillDue: () => true });
  const after = await read(context, scope, id);
  if (after.status !== 'cancelled') throw new BookingNotCancellableError();
  return after;
}

function read(context: BookingsContext, scope: TenantScope, id: BookingId): Promise<Booking> {
  return withTenant(context.app, scope, (tx) => readBooking(context, tx, id));
}
