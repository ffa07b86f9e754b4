import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { CommissionRow, OutstandingRow, PayoutRow } from './reports.ts';

/** More rows than these are for an export of another kind. */
const MOST_ROWS = 10_000;

/** From the ledger, by the month in which Stripe told of it, in the tenant's zone. */
export async function listCommission(tx: TenantTx, months: { readonly from: string; readonly to: string }, timeZone: string): Promise<CommissionRow[]> {
  const month = tx.sql`to_char(entry.created_at at time zone ${timeZone}::text, 'YYYY-MM')`;
  return await tx.sql<CommissionRow[]>`
    select month, currency,
      coalesce(-sum(amount_minor) filter (where account = 'booking_revenue' and kind = 'charge'), 0)::bigint as charged_minor,
      coalesce(sum(amount_minor) filter (where account = 'booking_revenue' and kind <> 'charge'), 0)::bigint as refunded_minor,
      coalesce(sum(amount_minor) filter (where account = 'platform_commission' and kind = 'charge'), 0)::bigint as commission_minor,
      coalesce(-sum(amount_minor) filter (where account = 'platform_commission' and kind <> 'charge'), 0)::bigint as commission_refunded_minor,
      coalesce(sum(amount_minor) filter (where account = 'platform_commission'), 0)::bigint as commission_net_minor,
      coalesce(sum(amount_minor) filter (where account = 'stripe_fees'), 0)::bigint as stripe_fees_minor
    from (
      select ${month} as month, entry.currency, entry.account, entry.amount_minor, posting.kind
      from ledger_entries as entry join ledger_postings as posting on posting.tenant_id = entry.tenant_id and posting.id = entry.posting_id
      where entry.tenant_id = ${tx.tenantId} and entry.livemode = ${tx.livemode} and entry.account in ('booking_revenue', 'platform_commission', 'stripe_fees')
    ) as moved
    where month between ${months.from} and ${months.to}
    group by month, currency order by month, currency`;
}

/** Those that left the balance on these days of the tenant's zone, newest first. */
export async function listPayouts(tx: TenantTx, days: { readonly from: string; readonly to: string }, timeZone: string): Promise<PayoutRow[]> {
  return await tx.sql<PayoutRow[]>`
    select stripe_payout_id, status, currency, amount_minor, initiated_at, arrives_at, failure_code from payouts
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode}
      and initiated_at >= (${days.from}::date)::timestamp at time zone ${timeZone}::text and initiated_at < (${days.to}::date + 1)::timestamp at time zone ${timeZone}::text
    order by initiated_at desc, id limit ${MOST_ROWS}`;
}

/** Bookings that stand and haven't been paid whole: what they cost, less what was paid and not given back. */
export async function listOutstanding(tx: TenantTx): Promise<OutstandingRow[]> {
  return await tx.sql<OutstandingRow[]>`
    select booking.id as booking_id, booking.reference, booking.status, customer.name as customer_name, customer.email as customer_email, booking.starts_at, booking.currency,
      booking.total_minor, paid.paid_minor, paid.refunded_minor, booking.total_minor - paid.paid_minor + corrected.amount_minor as owed_minor
    from bookings as booking
      join customers as customer on customer.tenant_id = booking.tenant_id and customer.id = booking.customer_id
      cross join lateral (
        select coalesce(-sum(amount_minor) filter (where refund_id is null), 0)::bigint as paid_minor,
          coalesce(sum(amount_minor) filter (where refund_id is not null), 0)::bigint as refunded_minor
        from ledger_entries where tenant_id = booking.tenant_id and booking_id = booking.id and account = 'booking_revenue'
      ) as paid
      cross join lateral (
        select coalesce(sum(refund.amount_minor), 0)::bigint as amount_minor
        from refunds as refund join payments as payment on payment.tenant_id = refund.tenant_id and payment.id = refund.payment_id
        where refund.tenant_id = booking.tenant_id and payment.booking_id = booking.id and refund.corrects_price and refund.status <> 'failed'
      ) as corrected
    where booking.tenant_id = ${tx.tenantId} and booking.livemode = ${tx.livemode} and booking.status in ('confirmed', 'completed', 'no_show')
      and booking.total_minor - paid.paid_minor + corrected.amount_minor > 0
    order by booking.starts_at, booking.id limit ${MOST_ROWS}`;
}
