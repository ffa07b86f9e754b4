import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId, type PaymentId, type RefundId } from '../../platform/ids.ts';
import type { PaymentContext } from './payment-listener.ts';
import type { BookingPayments, Payment } from './payment.ts';
import type { Posting } from './postings.ts';

/** What a posting is about. */
export interface PostingSubject {
  readonly stripeAccountId: string;
  readonly currency: string;
  readonly bookingId: BookingId | null;
  readonly paymentId: PaymentId | null;
  readonly refundId: RefundId | null;
}

export function subjectOf({ stripeAccountId, currency, bookingId, id }: Payment, refundId: RefundId | null = null): PostingSubject {
  return { stripeAccountId, currency, bookingId, paymentId: id, refundId };
}

/**
 * Writes one posting, whose amounts sum to zero; entries of nothing are left out.
 * @returns false when it is there already, or moves nothing
 */
export async function insertPosting(tx: TenantTx, of: PostingSubject, posting: Posting, because: PaymentContext): Promise<boolean> {
  const entries = posting.entries.filter(({ amountMinor }) => amountMinor !== 0);
  if (entries.length === 0) return false;
  const id = newId();
  const inserted = await tx.sql`
    insert into ledger_postings (tenant_id, id, livemode, kind, subject, stripe_account_id, currency, booking_id, payment_id, refund_id, cause, created_at)
    values (${tx.tenantId}, ${id}, ${tx.livemode}, ${posting.kind}, ${posting.subject}, ${of.stripeAccountId}, ${of.currency}, ${of.bookingId}, ${of.paymentId},
      ${of.refundId}, ${because.cause}, ${because.now})
    on conflict do nothing returning id`;
  if (inserted.length === 0) return false;
  const rows = entries.map(({ account, amountMinor }) => ({
    tenant_id: tx.tenantId, id: newId(), livemode: tx.livemode, posting_id: id, account, currency: of.currency, amount_minor: amountMinor,
    booking_id: of.bookingId, payment_id: of.paymentId, refund_id: of.refundId, created_at: because.now,
  }));
  await tx.sql`insert into ledger_entries ${tx.sql(rows)}`;
  const stands = posting.stands.map(({ balanceTransactionId, netMinor }) => ({
    tenant_id: tx.tenantId, posting_id: id, balance_transaction_id: balanceTransactionId, livemode: tx.livemode, net_minor: netMinor, created_at: because.now,
  }));
  if (stands.length > 0) await tx.sql`insert into ledger_balance_transactions ${tx.sql(stands)}`;
  return true;
}

/** Says which balance transaction a charge's posting stands for, once Stripe has booked it. */
export async function nameCharge(tx: TenantTx, payment: Payment, balanceTransactionId: string, netMinor: number, now: Date): Promise<void> {
  await tx.sql`
    insert into ledger_balance_transactions (tenant_id, posting_id, balance_transaction_id, livemode, net_minor, created_at)
    select ${tx.tenantId}, id, ${balanceTransactionId}, ${tx.livemode}, ${netMinor}, ${now} from ledger_postings
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and kind = 'charge' and subject = ${payment.id}
    on conflict do nothing`;
}

/** What the booking has been paid and given back: its revenue from charges, what refunds took of it, and what disputes did. */
export async function sumBookingPayments(tx: TenantTx, bookingId: BookingId): Promise<BookingPayments> {
  const [row] = await tx.sql<BookingPayments[]>`
    select coalesce(-sum(amount_minor) filter (where refund_id is null), 0)::bigint as paid_minor,
      coalesce(sum(amount_minor) filter (where refund_id is not null), 0)::bigint as refunded_minor,
      (select coalesce(sum(refunds.amount_minor), 0)::bigint from refunds join payments on payments.tenant_id = refunds.tenant_id and payments.id = refunds.payment_id
        where refunds.tenant_id = ${tx.tenantId} and payments.booking_id = ${bookingId} and refunds.corrects_price and refunds.status <> 'failed') as corrected_minor,
      (select coalesce(sum(amount_minor), 0)::bigint from ledger_entries
        where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and booking_id = ${bookingId} and account = 'disputes') as disputed_minor
    from ledger_entries
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and booking_id = ${bookingId} and account = 'booking_revenue'`;
  return row ?? { paidMinor: 0, refundedMinor: 0, correctedMinor: 0, disputedMinor: 0 };
}
