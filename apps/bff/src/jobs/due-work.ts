// Looks across tenants, as the platform role, for what is due; the work itself is done inside each tenant's scope.
import type { Sql } from '../platform/db/connect.ts';
import type { TenantScope } from '../platform/db/with-tenant.ts';
import type { BookingId, HoldId, PaymentId, RefundId } from '../platform/ids.ts';

/** What one run takes on; what is left comes with the next. */
const BATCH = 500;

export type Due<Id> = TenantScope & { readonly id: Id };

export async function listDueHolds(platform: Sql, now: Date): Promise<Due<HoldId>[]> {
  return platform<Due<HoldId>[]>`
    select tenant_id, livemode, id from holds where status = 'active' and expires_at <= ${now} order by expires_at limit ${BATCH}`;
}

export async function listDueBookings(platform: Sql, now: Date): Promise<Due<BookingId>[]> {
  return platform<Due<BookingId>[]>`
    select tenant_id, livemode, id from bookings where status = 'pending_payment' and expires_at <= ${now} order by expires_at limit ${BATCH}`;
}

/** Payments and refunds whose news is late: nothing has been heard of them since `quietSince`. */
export async function listUnsettledPayments(platform: Sql, quietSince: Date): Promise<Due<PaymentId>[]> {
  return platform<Due<PaymentId>[]>`
    select tenant_id, livemode, id from payments
    where status in ('creating', 'requires_payment', 'processing') and updated_at <= ${quietSince} and created_at <= ${quietSince}
    order by updated_at limit ${BATCH}`;
}

export async function listUnsettledRefunds(platform: Sql, quietSince: Date): Promise<Due<RefundId>[]> {
  return platform<Due<RefundId>[]>`
    select tenant_id, livemode, id from refunds where status in ('pending', 'submitted') and updated_at <= ${quietSince}
    order by updated_at limit ${BATCH}`;
}

/** A day, as Stripe keeps its own idempotency keys. */
const KEEP_KEYS_MS = 24 * 60 * 60_000;

/** A week of what was handed on, for whoever looks into an incident. */
const KEEP_OUTBOX_MS = 7 * KEEP_KEYS_MS;

export async function pruneOldRows(platform: Sql, now: Date): Promise<void> {
  await platform`delete from idempotency_keys where created_at < ${new Date(now.getTime() - KEEP_KEYS_MS)}`;
  await platform`delete from outbox where dispatched_at < ${new Date(now.getTime() - KEEP_OUTBOX_MS)}`;
}
