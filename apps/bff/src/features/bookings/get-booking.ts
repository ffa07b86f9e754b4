import type { Booking, LineItem, PaymentAttempt } from '@mais/contract';
import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import { InvalidTokenError } from '../../platform/errors.ts';
import type { BookingId } from '../../platform/ids.ts';
import type { BookingPayments } from '../payments/index.ts';
import { findBooking, listLineItems } from './booking-repository.ts';
import { presentBooking, type BookingRow } from './booking.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { BookingNotFoundError } from './errors.ts';
import { isManageTokenValid, issueManageToken, readManageToken } from './manage-tokens.ts';

/** A booking that a token opens. */
export interface BookingAccess {
  readonly id: BookingId;
  readonly token: string;
}

/**
 * Reads a booking, and what its open payment needs; asks nobody but the database.
 * @throws BookingNotFoundError, InvalidTokenError
 */
export async function getBooking(context: BookingsContext, request: RequestContext, input: BookingAccess): Promise<{ booking: Booking; payment: PaymentAttempt | null }> {
  await assertBookingToken(context, request, input);
  return withTenant(context.app, request.access.scope, async (tx) => {
    const [booking, payment] = await Promise.all([readBooking(context, tx, input.id), context.payments.findOpenAttempt(tx, input.id)]);
    return { booking, payment };
  });
}

/** @throws InvalidTokenError; a token says nothing of whether its booking exists, so it is checked first */
export async function assertBookingToken(context: BookingsContext, request: RequestContext, { id, token }: BookingAccess): Promise<void> {
  const { scope } = request.access;
  if (context.tokens.matches(token, 'booking', scope, id)) return;
  const claims = readManageToken(context.manageTokens, scope, id, { token, now: context.clock.now() });
  if (claims !== null && (await withTenant(context.app, scope, (tx) => isManageTokenValid(tx, id, claims)))) return;
  throw new InvalidTokenError('Send the token that came with this booking, or that of its newest link.');
}

/** @throws BookingNotFoundError */
export async function readBooking(context: BookingsContext, tx: TenantTx, id: BookingId): Promise<Booking> {
  const [row, items, totals] = await Promise.all([findBooking(tx, id), listLineItems(tx, id), context.payments.totalsOf(tx, id)]);
  if (!row) throw new BookingNotFoundError();
  return showBooking(context, tx, row, { lineItems: items, totals });
}

/** A booking as its customer sees it. */
export function showBooking(context: BookingsContext, scope: TenantScope, row: BookingRow, given: { lineItems: readonly LineItem[]; totals: BookingPayments }): Booking {
  const calendarToken = context.tokens.issue('calendar', scope, row.id);
  const manageToken = issueManageToken(context.manageTokens, scope, row);
  return presentBooking(row, { ...given, calendarToken, manageToken, now: context.clock.now() });
}
