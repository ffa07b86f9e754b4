// Moves a booking that stands to another time.
//
// 1. A payment that is open asks for what is owed now; nobody can pay that any more once its intent is cancelled at Stripe, outside
//    any transaction.
// 2. Under the locks of the booking and its resources the old time is given back and the new one claimed. Who loses the new time
//    keeps the old one, since the transaction takes both back.
// 3. The price is made anew from what the booking was sold for. What it owes follows; what was paid beyond it goes back.
import type { Booking, RescheduleQuote } from '@mais/contract';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId, type HoldId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { checkStart } from '../availability/index.ts';
import { recordEvent } from '../events/index.ts';
import type { PriceList } from '../pricing/index.ts';
import { readPriceList } from '../pricing/index.ts';
import type { TenantAccess, TenantRequest } from '../tenants/index.ts';
import { announceTime } from './announce-time.ts';
import { findBooking, findBookingForUpdate, insertTransition, replaceLineItems, updateBookingTime, updatePaymentStatus } from './booking-repository.ts';
import { paymentStatusOf, type BookingRow } from './booking.ts';
import { reschedulableUntil } from './cancellation-policy.ts';
import { claimTime } from './claim-time.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { AmountChangedError, BookingNotFoundError, BookingNotReschedulableError } from './errors.ts';
import { assertBookingToken, readBooking, type BookingAccess } from './get-booking.ts';
import { findHoldForUpdate, insertHold } from './hold-repository.ts';
import { endHold } from './release-hold.ts';
import { priceMove, type MovedPrice } from './price-move.ts';

/** Another tab may open a payment between the two steps; it can't keep doing so. */
const MAX_ROUNDS = 3;

export type RescheduleInput = BookingAccess & { readonly startsAt: Date };

/**
 * What moving a booking would come to.
 * @throws BookingNotFoundError, InvalidTokenError, BookingNotReschedulableError, SlotNotOfferedError
 */
export async function quoteReschedule(context: BookingsContext, request: RequestContext, input: RescheduleInput): Promise<RescheduleQuote> {
  await assertBookingToken(context, request, input);
  const { access } = request;
  const prices = await readPriceList(context.pricing, access);
  return withTenant(context.app, access.scope, async (tx) => {
    const booking = await findBooking(tx, input.id);
    if (!booking) throw new BookingNotFoundError();
    const { spans, price } = await plan(context, tx, { access, prices, booking, startsAt: input.startsAt, isAllowed: isMovable, keepPrice: false });
    const { lineItems, totalMinor, refundMinor, owedMinor } = price;
    return {
      startsAt: spans.startsAt.toISOString(), endsAt: spans.endsAt.toISOString(), currency: booking.currency, lineItems, totalMinor,
      differenceMinor: totalMinor - booking.totalMinor, refundMinor, owedMinor,
    };
  });
}

/**
 * The customer moves a booking, until the deadline of its policy.
 * @throws BookingNotFoundError, InvalidTokenError, BookingNotReschedulableError, SlotNotOfferedError, SlotTakenError, NotEnoughSeatsError,
 *   DailyLimitReachedError; AmountChangedError when it costs something else by now
 */
export async function rescheduleBooking(context: BookingsContext, request: RequestContext, input: RescheduleInput & { readonly expectedTotalMinor: number }): Promise<Booking> {
  await assertBookingToken(context, request, input);
  await move(context, request, {
    id: input.id, startsAt: input.startsAt, cause: 'customer_rescheduled', isAllowed: isMovable, keepPrice: false,
    agree({ totalMinor }, { currency }) {
      if (totalMinor !== input.expectedTotalMinor) throw new AmountChangedError(totalMinor, currency);
    },
  });
  return withTenant(context.app, request.access.scope, (tx) => readBooking(context, tx, input.id));
}

/** The business moves it, also after the deadline. @throws as `rescheduleBooking` */
export async function rescheduleAsTenant(context: BookingsContext, request: TenantRequest, input: { id: BookingId; startsAt: Date; keepPrice: boolean }): Promise<void> {
  await move(context, request, { ...input, cause: 'tenant_rescheduled', isAllowed: ({ status }) => status === 'confirmed', agree: () => {} });
}

interface Move {
  readonly id: BookingId;
  readonly startsAt: Date;
  readonly cause: string;
  readonly isAllowed: (booking: BookingRow, now: Date) => boolean;
  readonly keepPrice: boolean;
  /** @throws when the price isn't what was agreed to */
  readonly agree: (price: MovedPrice, booking: BookingRow) => void;
}

function isMovable({ status, cancellationPolicy, startsAt }: BookingRow, now: Date): boolean {
  return status === 'confirmed' && reschedulableUntil(cancellationPolicy, startsAt, now) !== null;
}

async function move(context: BookingsContext, request: TenantRequest, input: Move): Promise<void> {
  const { scope } = request.access;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    // Before a payment is given up for it.
    if (await attempt(context, request, input, 'look')) return;
    await context.payments.abandon(scope, input.id);
    if (await attempt(context, request, input, 'move')) return;
  }
  throw new BookingNotReschedulableError();
}

/** @returns whether it takes place at that time now */
async function attempt(context: BookingsContext, request: TenantRequest, input: Move, mode: 'look' | 'move'): Promise<boolean> {
  const { access } = request;
  const prices = await readPriceList(context.pricing, access);
  return withTenant(context.app, access.scope, async (tx) => {
    const booking = await findBookingForUpdate(tx, input.id);
    if (!booking) throw new BookingNotFoundError();
    // Asked for again after an answer that was lost.
    if (booking.status === 'confirmed' && booking.startsAt.getTime() === input.startsAt.getTime()) return true;
    const planned = await plan(context, tx, { ...input, access, prices, booking });
    input.agree(planned.price, booking);
    if (mode === 'look') return false;
    const payments = await context.payments.listBookingPayments(tx, booking.id);
    if (payments.some(({ status }) => status === 'creating' || status === 'requires_payment')) return false;
    await writeMove(context, tx, { ...planned, request, booking, prices, cause: input.cause });
    return true;
  });
}

interface Plan {
  readonly access: TenantAccess;
  readonly prices: PriceList;
  readonly booking: BookingRow;
  readonly startsAt: Date;
  readonly isAllowed: Move['isAllowed'];
  readonly keepPrice: boolean;
}

async function plan(context: BookingsContext, tx: TenantTx, { access, prices, booking, startsAt, isAllowed, keepPrice }: Plan) {
  const now = context.clock.now();
  const item = prices.catalog.packages.find(({ id }) => id === booking.packageId);
  if (!item || !isAllowed(booking, now)) throw new BookingNotReschedulableError();
  const spans = checkStart({ item, timeZone: access.tenant.timeZone, startsAt, now, partySize: booking.partySize });
  return { item, spans, now, price: await priceMove(context, tx, { access, prices, item, booking, startsAt, now, keepPrice }) };
}

type Written = Awaited<ReturnType<typeof plan>> & { readonly request: TenantRequest; readonly booking: BookingRow; readonly prices: PriceList; readonly cause: string };

/** Under the booking's lock. The order is that of the locks: the old hold's row, the resources, then what hangs on them. */
async function writeMove(context: BookingsContext, tx: TenantTx, { request, booking, prices, item, spans, price, now, cause }: Written): Promise<void> {
  const { actor, requestId, access } = request;
  const oldHold = await findHoldForUpdate(tx, booking.holdId);
  if (oldHold) await endHold(context, tx, { catalog: prices.catalog, hold: oldHold, status: 'released', now });
  const holdId = newId<HoldId>();
  const { startsAt, endsAt } = spans;
  await insertHold(tx, { id: holdId, packageId: item.id, status: 'booked', partySize: booking.partySize, startsAt, endsAt, expiresAt: now }, null, now);
  await claimTime(tx, { item, holdId, spans, timeZone: access.tenant.timeZone, partySize: booking.partySize, expiresAt: null, now });
  announceTime(context, tx, { packageId: item.id, ...spans });

  const { lineItems, subtotalMinor, taxMinor, totalMinor, discountMinor, dueNowMinor, balanceDueAt, refundMinor, owedMinor } = price;
  await updateBookingTime(tx, booking.id, { holdId, ...spans, subtotalMinor, taxMinor, totalMinor, discountMinor, dueNowMinor, balanceDueAt });
  await replaceLineItems(tx, booking.id, lineItems);
  if (refundMinor > 0) {
    await context.payments.refundBooking(tx, { bookingId: booking.id, amountMinor: refundMinor, reason: 'moved_to_cheaper_time', correctsPrice: true, now, actor, requestId });
  }
  await updatePaymentStatus(tx, booking.id, paymentStatusOf(await context.payments.totalsOf(tx, booking.id), totalMinor));
  await insertTransition(tx, { bookingId: booking.id, from: 'confirmed', to: 'confirmed', cause, actor, at: now });
  const facts = {
    cause, fromStartsAt: booking.startsAt.toISOString(), toStartsAt: startsAt.toISOString(), differenceMinor: totalMinor - booking.totalMinor, refundMinor, owedMinor,
    currency: booking.currency,
  };
  await recordAudit(tx, { actor, action: 'booking.rescheduled', entity: 'booking', entityId: booking.id, change: facts, requestId, at: now });
  await recordEvent(tx, { type: 'booking.rescheduled', bookingId: booking.id, data: facts, at: now });
}
