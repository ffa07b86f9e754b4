// What a payment's news do to its booking. Each runs in the transaction that records the payment, under the booking's lock.
import { trySavepoint } from '../../platform/db/savepoint.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { blockedSpans } from '../availability/index.ts';
import { recordEvent } from '../events/index.ts';
import type { Payment, PaymentContext, PaymentListener } from '../payments/index.ts';
import { PromoCodeUsedUpError, reclaimUse } from '../pricing/index.ts';
import { findBooking, updatePaymentStatus } from './booking-repository.ts';
import { owedOf, paymentStatusOf, type BookingRow } from './booking.ts';
import { lockResources } from './claim-resources.ts';
import { claimTime } from './claim-time.ts';
import { isLoss, type BookingsContext } from './context.ts';
import { extendPending, processingDeadline } from './end-booking.ts';
import { keepClaims, releaseClaims, updateHold } from './hold-repository.ts';
import { moveBooking } from './move-booking.ts';

export function createPaymentListener(context: BookingsContext): PaymentListener {
  return {
    async paymentSucceeded(tx, payment, news) {
      const booking = await findBooking(tx, payment.bookingId);
      if (!booking) return;
      if (booking.status === 'confirmed') {
        await settleConfirmed(context, tx, booking, payment, news);
        return;
      }
      const won = (booking.status === 'pending_payment' || booking.status === 'expired') && (await winTime(context, tx, booking, news.now));
      if (won) {
        await updateHold(tx, booking.holdId, { status: 'booked' });
        await moveBooking(context, tx, booking, 'confirmed', news);
      } else {
        await giveBack(context, tx, booking, payment, news);
      }
    },
    async paymentProcessing(tx, payment, news) {
      const booking = await findBooking(tx, payment.bookingId);
      if (booking?.status !== 'pending_payment') return;
      await extendPending(context, tx, booking, processingDeadline(news.now));
      await updatePaymentStatus(tx, booking.id, 'processing');
    },
    async paymentCancelled() {
      // Whoever cancels the intent decides what becomes of the booking.
    },
    async paymentStateChanged(tx, bookingId, totals) {
      const booking = await findBooking(tx, bookingId);
      if (booking) await updatePaymentStatus(tx, bookingId, paymentStatusOf(totals, booking.totalMinor));
    },
  };
}

/** Makes the booking's time its own for good: what it still holds, or what it can win back, the use of a promo code with it. */
async function winTime(context: BookingsContext, tx: TenantTx, booking: BookingRow, now: Date): Promise<boolean> {
  await lockBookingResources(context, tx, booking);
  if (booking.status === 'pending_payment' && (await keepClaims(tx, booking.holdId, null))) return true;
  if (booking.startsAt <= now) return false;
  const catalog = await context.catalogs.getWithin(tx);
  const item = catalog.packages.find((candidate) => candidate.id === booking.packageId);
  if (!item) return false;
  await releaseClaims(tx, booking.holdId, now);
  return trySavepoint(tx, async () => {
    await updateHold(tx, booking.holdId, { status: 'booked' });
    await claimTime(tx, {
      item, holdId: booking.holdId, spans: blockedSpans(item, booking.tenantTimeZone, booking), timeZone: booking.tenantTimeZone,
      partySize: booking.partySize, expiresAt: null, now,
    });
    if (!(await reclaimUse(tx, booking.id))) throw new PromoCodeUsedUpError();
  }, isLoss);
}

async function lockBookingResources(context: BookingsContext, tx: TenantTx, booking: BookingRow): Promise<void> {
  const catalog = await context.catalogs.getWithin(tx);
  const item = catalog.packages.find((candidate) => candidate.id === booking.packageId);
  await Promise.all(lockResources(tx, item?.rules.resources ?? []));
}

/** A booking that stands owes what it owes, whatever was asked for: what came beyond its price goes back. */
async function settleConfirmed(context: BookingsContext, tx: TenantTx, booking: BookingRow, payment: Payment, news: PaymentContext): Promise<void> {
  const totals = await context.payments.totalsOf(tx, booking.id);
  const surplusMinor = Math.min(payment.amountMinor, totals.paidMinor - totals.correctedMinor - booking.totalMinor);
  if (surplusMinor <= 0) {
    const facts = { amountMinor: payment.amountMinor, currency: payment.currency, purpose: payment.purpose, owedMinor: owedOf(booking, totals) };
    await recordEvent(tx, { type: 'balance.paid', bookingId: booking.id, data: facts, at: news.now });
    return;
  }
  await context.payments.requestRefund(tx, {
    paymentId: payment.id, amountMinor: surplusMinor, reason: 'paid_twice', correctsPrice: true, now: news.now, actor: 'system', requestId: news.requestId,
  });
}

/** The money came for a time that is another's by now, or for a booking that has ended: all of it goes back. */
async function giveBack(context: BookingsContext, tx: TenantTx, booking: BookingRow, payment: Payment, news: PaymentContext): Promise<void> {
  await context.payments.requestRefund(tx, {
    paymentId: payment.id,
    amountMinor: payment.amountMinor,
    correctsPrice: true,
    reason: booking.status === 'cancelled' ? 'paid_after_cancellation' : 'time_taken',
    now: news.now,
    actor: 'system',
    requestId: news.requestId,
  });
  if (booking.status !== 'pending_payment') return;
  await updateHold(tx, booking.holdId, { status: 'expired' });
  await moveBooking(context, tx, booking, 'expired', { ...news, cause: 'paid_too_late' });
}
