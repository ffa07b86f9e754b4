// Collects what a booking still owes, when it is due.
//
// 1. It is looked after at its time, and some days later again, three times in all.
// 2. With a saved method: it is charged while the customer is away. A decline is told by e-mail, with the link to pay.
// 3. Without one, the e-mail with the link is all.
// 4. After the last time the business is told, and decides: the booking stays as it is.
//
// Each look is counted before anything is done, so that a worker that is killed goes on with the next one, and whatever was being
// charged then is found by reconciliation.
import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { recordEvent } from '../events/index.ts';
import type { Payment, SavedMethod } from '../payments/index.ts';
import { findBookingForUpdate, updateBalanceLook } from './booking-repository.ts';
import { owedOf, purposeOwed, type BookingRow } from './booking.ts';
import type { BookingsContext } from './context.ts';

const HOUR_MS = 3_600_000;

/** After the first, the second and the last look. */
const PAUSES_MS = [24 * HOUR_MS, 48 * HOUR_MS, 48 * HOUR_MS] as const;

/** The bank has it, or another worker does: soon again, and not counted. */
const SOON_MS = HOUR_MS;

/** @throws PaymentProviderUnavailableError; the next look tries again */
export async function collectBalance(context: BookingsContext, scope: TenantScope, id: BookingId): Promise<void> {
  const look = await withTenant(context.app, scope, (tx) => beginLook(context, tx, id));
  if (look === null) return;
  const outcome = look.saved === null ? null : await chargeSaved(context, scope, id, look.saved);
  if (outcome === 'settled') return;
  await withTenant(context.app, scope, (tx) => tellOfLook(context, tx, id, { attempt: look.attempt, code: outcome }));
}

/** @returns null when there is nothing to do now */
async function beginLook(context: BookingsContext, tx: TenantTx, id: BookingId): Promise<{ attempt: number; saved: SavedMethod | null } | null> {
  const now = context.clock.now();
  const booking = await findBookingForUpdate(tx, id);
  if (!booking || booking.balanceNextAt === null || booking.balanceNextAt > now) return null;
  const owedMinor = owedOf(booking, await context.payments.totalsOf(tx, id));
  if (booking.status !== 'confirmed' || owedMinor === 0) {
    await updateBalanceLook(tx, id, { tries: booking.balanceTries, nextAt: null });
    return null;
  }
  const payments = await context.payments.listBookingPayments(tx, id);
  if (payments.some(({ status }) => status === 'processing')) {
    await updateBalanceLook(tx, id, { tries: booking.balanceTries, nextAt: new Date(now.getTime() + SOON_MS) });
    return null;
  }
  const pauseMs = PAUSES_MS[booking.balanceTries];
  if (pauseMs === undefined) {
    await updateBalanceLook(tx, id, { tries: booking.balanceTries, nextAt: null });
    await recordEvent(tx, { type: 'balance.failed', bookingId: id, data: { amountMinor: owedMinor, currency: booking.currency, attempt: booking.balanceTries, code: null, isLast: true }, at: now });
    await recordAudit(tx, { actor: 'system', action: 'balance.given_up', entity: 'booking', entityId: id, change: { owedMinor }, at: now });
    return null;
  }
  await updateBalanceLook(tx, id, { tries: booking.balanceTries + 1, nextAt: new Date(now.getTime() + pauseMs) });
  return { attempt: booking.balanceTries + 1, saved: savedBy(booking, payments) };
}

/** What the newest payment that saved its method saved. */
function savedBy({ terms }: BookingRow, payments: readonly Payment[]): SavedMethod | null {
  if (terms?.collectsBalanceBy !== 'saved_method') return null;
  const payment = payments.findLast(({ status, paymentMethodId }) => status === 'succeeded' && paymentMethodId !== null);
  if (!payment?.stripeCustomerId || !payment.paymentMethodId) return null;
  return { customerId: payment.stripeCustomerId, methodId: payment.paymentMethodId, accountId: payment.stripeAccountId };
}

/** @returns `settled`, or why it was declined */
async function chargeSaved(context: BookingsContext, scope: TenantScope, id: BookingId, saved: SavedMethod): Promise<string> {
  // What was opened by a link before asks for the same money.
  const ended = await context.payments.abandon(scope, id);
  if (ended === 'succeeded' || ended === 'processing') return 'settled';
  const opened = await withTenant(context.app, scope, (tx) => openBalance(context, tx, id, saved));
  if (opened === null) return 'settled';
  const { payment, booking } = opened;
  const after = await context.payments.chargeSavedMethod(scope, payment.id, {
    saved, details: { description: `${booking.packageName} (${booking.reference})`, metadata: { reference: booking.reference }, receiptEmail: booking.customerEmail },
  });
  return after.status === 'succeeded' || after.status === 'processing' ? 'settled' : (after.lastErrorCode ?? 'card_declined');
}

async function openBalance(context: BookingsContext, tx: TenantTx, id: BookingId, { accountId }: SavedMethod): Promise<{ booking: BookingRow; payment: Payment } | null> {
  const booking = await findBookingForUpdate(tx, id);
  if (booking?.status !== 'confirmed') return null;
  const owedMinor = owedOf(booking, await context.payments.totalsOf(tx, id));
  if (owedMinor === 0) return null;
  const payments = await context.payments.listBookingPayments(tx, id);
  const payment = await context.payments.openPayment(tx, {
    bookingId: id, purpose: purposeOwed(payments), amountMinor: owedMinor, currency: booking.currency, commissionBps: booking.commissionBps, stripeAccountId: accountId,
    allowsRedirects: false, now: context.clock.now(),
  });
  return { booking, payment };
}

/** Under the lock once more, since it may have been paid by the link meanwhile. */
async function tellOfLook(context: BookingsContext, tx: TenantTx, id: BookingId, { attempt, code }: { attempt: number; code: string | null }): Promise<void> {
  const now = context.clock.now();
  const booking = await findBookingForUpdate(tx, id);
  if (booking?.status !== 'confirmed') return;
  const amountMinor = owedOf(booking, await context.payments.totalsOf(tx, id));
  if (amountMinor === 0) return;
  const facts = { amountMinor, currency: booking.currency, attempt };
  if (code !== null) await recordEvent(tx, { type: 'balance.failed', bookingId: id, data: { ...facts, code, isLast: false }, at: now });
  await recordEvent(tx, { type: 'balance.due', bookingId: id, data: facts, at: now });
}
