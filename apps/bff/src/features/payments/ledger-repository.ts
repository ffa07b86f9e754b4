import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId } from '../../platform/ids.ts';
import type { BookingPayments, Payment, Refund } from './payment.ts';
import type { Posting } from './postings.ts';

/** Writes one posting, whose amounts sum to zero; entries of nothing are left out. */
export async function insertPosting(tx: TenantTx, of: { payment: Payment; refund: Refund | null }, posting: Posting, now: Date): Promise<void> {
  const postingId = newId();
  const rows = posting.filter((entry) => entry.amountMinor !== 0).map((entry) => ({
    tenant_id: tx.tenantId,
    id: newId(),
    livemode: tx.livemode,
    posting_id: postingId,
    account: entry.account,
    currency: of.payment.currency,
    amount_minor: entry.amountMinor,
    booking_id: of.payment.bookingId,
    payment_id: of.payment.id,
    refund_id: of.refund?.id ?? null,
    created_at: now,
  }));
  if (rows.length > 0) await tx.sql`insert into ledger_entries ${tx.sql(rows)}`;
}

/** What the booking has been paid and given back: its revenue from charges, and what refunds took of it. */
export async function sumBookingPayments(tx: TenantTx, bookingId: BookingId): Promise<BookingPayments> {
  const [row] = await tx.sql<BookingPayments[]>`
    select coalesce(-sum(amount_minor) filter (where refund_id is null), 0)::bigint as paid_minor,
      coalesce(sum(amount_minor) filter (where refund_id is not null), 0)::bigint as refunded_minor
    from ledger_entries
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and booking_id = ${bookingId} and account = 'booking_revenue'`;
  return row ?? { paidMinor: 0, refundedMinor: 0 };
}
