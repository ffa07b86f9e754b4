import { lockForTransaction } from '../../platform/db/locks.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { BookingId, PaymentId } from '../../platform/ids.ts';
import type { Payment, PaymentStatus } from './payment.ts';

type NewPayment = Pick<Payment, 'id' | 'bookingId' | 'purpose' | 'stripeAccountId' | 'currency' | 'amountMinor' | 'applicationFeeMinor' | 'allowsRedirects' | 'savesMethod'>;

/** Adds the booking's next attempt, in `creating`. The caller holds the booking's lock. */
export async function insertPayment(tx: TenantTx, payment: NewPayment, now: Date): Promise<Payment> {
  const [row] = await tx.sql<Payment[]>`
    insert into payments (tenant_id, id, livemode, booking_id, purpose, attempt, stripe_account_id, currency, amount_minor, application_fee_minor, allows_redirects, saves_method, created_at, updated_at)
    select ${tx.tenantId}, ${payment.id}, ${tx.livemode}, ${payment.bookingId}, ${payment.purpose}, coalesce(max(attempt), 0) + 1, ${payment.stripeAccountId},
      ${payment.currency}, ${payment.amountMinor}, ${payment.applicationFeeMinor}, ${payment.allowsRedirects}, ${payment.savesMethod}, ${now}, ${now}
    from payments where tenant_id = ${tx.tenantId} and booking_id = ${payment.bookingId} and purpose = ${payment.purpose}
    returning ${columns(tx)}`;
  return row as Payment;
}

export async function findPayment(tx: TenantTx, id: PaymentId): Promise<Payment | null> {
  const [row] = await tx.sql<Payment[]>`select ${columns(tx)} from payments where ${inScope(tx)} and id = ${id}`;
  return row ?? null;
}

/** @throws NotFoundError */
export async function getPayment(tx: TenantTx, id: PaymentId): Promise<Payment> {
  const payment = await findPayment(tx, id);
  if (payment === null) throw new NotFoundError('There is no such payment.');
  return payment;
}

export async function findPaymentByIntent(tx: TenantTx, paymentIntentId: string): Promise<Payment | null> {
  const [row] = await tx.sql<Payment[]>`select ${columns(tx)} from payments where ${inScope(tx)} and payment_intent_id = ${paymentIntentId}`;
  return row ?? null;
}

/** Waits for the booking's lock, then reads the payment as it is under it. */
export async function lockPayment(tx: TenantTx, payment: Pick<Payment, 'id' | 'bookingId'>): Promise<Payment> {
  await lockForTransaction(tx, 'booking', payment.bookingId);
  return getPayment(tx, payment.id);
}

export async function findOpenPayment(tx: TenantTx, bookingId: BookingId): Promise<Payment | null> {
  const [row] = await tx.sql<Payment[]>`
    select ${columns(tx)} from payments
    where ${inScope(tx)} and booking_id = ${bookingId} and status in ('creating', 'requires_payment', 'processing')
    order by attempt desc limit 1`;
  return row ?? null;
}

export async function listPaymentsOfBooking(tx: TenantTx, bookingId: BookingId): Promise<Payment[]> {
  return await tx.sql<Payment[]>`select ${columns(tx)} from payments where ${inScope(tx)} and booking_id = ${bookingId} order by created_at, id`;
}

/** Keeps what the client needs to pay; a webhook may have brought the intent's id, or moved the status, before. */
export async function storeIntent(tx: TenantTx, id: PaymentId, intent: { id: string; sealedClientSecret: Buffer }, now: Date): Promise<Payment> {
  const [row] = await tx.sql<Payment[]>`
    update payments set
      payment_intent_id = ${intent.id}, sealed_client_secret = ${intent.sealedClientSecret},
      status = case status when 'creating' then 'requires_payment' else status end, updated_at = ${now}
    where ${inScope(tx)} and id = ${id}
    returning ${columns(tx)}`;
  return row as Payment;
}

/** Most charges are booked within seconds, and told. */
const BOOK_AFTER_MS = 60_000;

export interface PaymentMove {
  readonly status: PaymentStatus;
  readonly paymentIntentId: string | null;
  readonly chargeId: string | null;
  readonly lastErrorCode: string | null;
  /** What it kept at Stripe. */
  readonly saved?: { readonly customerId: string; readonly methodId: string } | null;
}

export async function movePayment(tx: TenantTx, id: PaymentId, move: PaymentMove, now: Date): Promise<Payment> {
  const [row] = await tx.sql<Payment[]>`
    update payments set
      status = ${move.status}, payment_intent_id = ${move.paymentIntentId}, charge_id = ${move.chargeId}, last_error_code = ${move.lastErrorCode},
      stripe_customer_id = coalesce(${move.saved?.customerId ?? null}, stripe_customer_id), payment_method_id = coalesce(${move.saved?.methodId ?? null}, payment_method_id),
      succeeded_at = ${move.status === 'succeeded' ? now : null}, book_after = ${move.status === 'succeeded' ? new Date(now.getTime() + BOOK_AFTER_MS) : null}, updated_at = ${now}
    where ${inScope(tx)} and id = ${id}
    returning ${columns(tx)}`;
  return row as Payment;
}

/** How Stripe has booked the charge. */
export async function storeBooking(tx: TenantTx, id: PaymentId, booked: { balanceTransactionId: string; stripeFeeMinor: number }): Promise<void> {
  await tx.sql`
    update payments set balance_transaction_id = ${booked.balanceTransactionId}, stripe_fee_minor = ${booked.stripeFeeMinor}, book_after = null
    where ${inScope(tx)} and id = ${id} and balance_transaction_id is null`;
}

/** Stripe is asked how it has booked the charge; should that come to nothing, it is asked again after twice as long, at most six hours. */
export async function noteBookingTry(tx: TenantTx, id: PaymentId, now: Date): Promise<void> {
  await tx.sql`
    update payments set booking_tries = booking_tries + 1,
      book_after = ${now}::timestamptz + least(interval '6 hours', interval '1 minute' * power(2, least(booking_tries + 1, 12)))
    where ${inScope(tx)} and id = ${id} and book_after is not null`;
}

/** One more try was declined; that is no move of the payment. */
export async function countDecline(tx: TenantTx, id: PaymentId): Promise<void> {
  await tx.sql`update payments set declines = declines + 1 where ${inScope(tx)} and id = ${id}`;
}

function inScope({ sql, tenantId, livemode }: TenantTx) {
  return sql`tenant_id = ${tenantId} and livemode = ${livemode}`;
}

function columns({ sql }: TenantTx) {
  return sql`tenant_id, id, livemode, booking_id, purpose, attempt, status, stripe_account_id, saves_method, stripe_customer_id, payment_method_id, payment_intent_id, sealed_client_secret, charge_id,
    currency, amount_minor, application_fee_minor, allows_redirects, last_error_code, declines, succeeded_at, balance_transaction_id, stripe_fee_minor, created_at, updated_at`;
}
