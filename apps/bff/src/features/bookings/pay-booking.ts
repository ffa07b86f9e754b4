import type { PaymentAttempt } from '@mais/contract';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { recordAudit } from '../audit/index.ts';
import { isOpen, PaymentNotOpenError, PaymentsUnavailableError, type Payment } from '../payments/index.ts';
import { accountFor } from '../tenants/index.ts';
import { findBookingForUpdate } from './booking-repository.ts';
import { owedOf, purposeOf, purposeOwed, savesMethod, type BookingRow } from './booking.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { BookingNotFoundError, BookingNotPayableError, PaymentAttemptsExhaustedError } from './errors.ts';
import { assertBookingToken, type BookingAccess } from './get-booking.ts';

/** The other kind of form may be opened at the same moment in another tab; the two can't go on taking turns. */
const MAX_ROUNDS = 3;

export interface PayInput extends BookingAccess {
  readonly allowRedirects: boolean;
}

/** Payments and declines of so long ago don't count against a balance. */
const ATTEMPTS_MEMORY_MS = 24 * 60 * 60_000;

/**
 * What the client needs to pay a booking, or what a confirmed one still owes: its open payment, or a new one where the last was cancelled. There is never more
 * than one open payment, so a second tab can't pay twice: where the open one is of the other kind, nobody can pay that any
 * more before another is opened.
 * @throws BookingNotFoundError, InvalidTokenError, BookingNotPayableError, PaymentsUnavailableError,
 *   PaymentAttemptsExhaustedError, PaymentProviderUnavailableError
 */
export async function payBooking(context: BookingsContext, request: RequestContext, input: PayInput): Promise<PaymentAttempt> {
  await assertBookingToken(context, request, input);
  const { tenant, scope } = request.access;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { booking, payment, amountMinor } = await openOrFind(context, request, input);
    // What the bank has already is the customer's payment, however it was made.
    if ((payment.allowsRedirects === input.allowRedirects && payment.amountMinor === amountMinor) || payment.status === 'processing') {
      return context.payments.ensureIntent(scope, payment.id, {
        description: `${booking.packageName} at ${tenant.name} (${booking.reference})`,
        metadata: { reference: booking.reference },
        receiptEmail: booking.customerEmail,
      });
    }
    await context.payments.abandon(scope, booking.id);
  }
  throw new PaymentNotOpenError('This booking is being paid in another tab or window; go on there, or try again.');
}

async function openOrFind(context: BookingsContext, request: RequestContext, input: PayInput): Promise<{ booking: BookingRow; payment: Payment; amountMinor: number }> {
  const { tenant, scope } = request.access;
  return withTenant(context.app, scope, async (tx) => {
    const now = context.clock.now();
    const row = await findBookingForUpdate(tx, input.id);
    if (!row) throw new BookingNotFoundError();
    const [payments, totals] = await Promise.all([context.payments.listBookingPayments(tx, row.id), context.payments.totalsOf(tx, row.id)]);
    const isFirst = row.status === 'pending_payment';
    const amountMinor = isFirst && (row.expiresAt === null || row.expiresAt <= now) ? 0 : owedOf(row, totals);
    if (amountMinor === 0) throw new BookingNotPayableError();
    const open = payments.find(isOpen);
    const counted = isFirst ? payments : payments.filter(({ createdAt, status }) => status !== 'succeeded' && now.getTime() - createdAt.getTime() < ATTEMPTS_MEMORY_MS);
    assertAttemptsLeft(context, counted, open?.allowsRedirects === input.allowRedirects ? 0 : 1);
    if (open) return { booking: row, payment: open, amountMinor };
    const account = accountFor(tenant, scope.livemode);
    if (!account || !context.payments.canCharge(account, scope.livemode)) throw new PaymentsUnavailableError();
    const fresh = await context.payments.openPayment(tx, {
      bookingId: row.id, purpose: isFirst ? purposeOf(row) : purposeOwed(payments), amountMinor, currency: row.currency, commissionBps: row.commissionBps,
      stripeAccountId: account.accountId, allowsRedirects: input.allowRedirects, savesMethod: isFirst && savesMethod(row), now,
    });
    await recordAudit(tx, { actor: request.actor, action: 'payment.opened', entity: 'booking', entityId: row.id, requestId: request.requestId, at: now });
    return { booking: row, payment: fresh, amountMinor };
  });
}

function assertAttemptsLeft(context: BookingsContext, payments: readonly Payment[], more: number): void {
  const { paymentsPerBooking, declinesPerBooking } = context.brakes;
  const declines = payments.reduce((sum, payment) => sum + payment.declines, 0);
  if (payments.length + more > paymentsPerBooking || declines >= declinesPerBooking) throw new PaymentAttemptsExhaustedError();
}
