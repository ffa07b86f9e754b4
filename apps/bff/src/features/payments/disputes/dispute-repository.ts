import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import type { DisputeId, PaymentId } from '../../../platform/ids.ts';
import type { Dispute, DisputeState } from './dispute.ts';

export async function insertDispute(tx: TenantTx, dispute: Omit<Dispute, 'version'>, now: Date): Promise<Dispute> {
  const [row] = await tx.sql<Dispute[]>`
    insert into disputes (tenant_id, id, livemode, booking_id, payment_id, stripe_dispute_id, status, reason, currency, amount_minor, is_charge_refundable,
      evidence_due_by, opened_at, closed_at, updated_at)
    values (${tx.tenantId}, ${dispute.id}, ${tx.livemode}, ${dispute.bookingId}, ${dispute.paymentId}, ${dispute.stripeDisputeId}, ${dispute.status}, ${dispute.reason},
      ${dispute.currency}, ${dispute.amountMinor}, ${dispute.isChargeRefundable}, ${dispute.evidenceDueBy}, ${dispute.openedAt}, ${dispute.closedAt}, ${now})
    returning ${columns(tx)}`;
  return row as Dispute;
}

export async function findDispute(tx: TenantTx, stripeDisputeId: string): Promise<Dispute | null> {
  const [row] = await tx.sql<Dispute[]>`select ${columns(tx)} from disputes where ${inScope(tx)} and stripe_dispute_id = ${stripeDisputeId}`;
  return row ?? null;
}

export async function moveDispute(tx: TenantTx, id: DisputeId, state: DisputeState & { readonly closedAt: Date | null }, now: Date): Promise<Dispute> {
  const [row] = await tx.sql<Dispute[]>`
    update disputes set status = ${state.status}, reason = ${state.reason}, amount_minor = ${state.amountMinor}, is_charge_refundable = ${state.isChargeRefundable},
      evidence_due_by = ${state.evidenceDueBy}, closed_at = ${state.closedAt}, version = version + 1, updated_at = ${now}
    where ${inScope(tx)} and id = ${id}
    returning ${columns(tx)}`;
  return row as Dispute;
}

/** Newest first, those after (older than) `after`. */
export async function listDisputes(tx: TenantTx, page: { readonly limit: number; readonly after: string | null; readonly open: boolean | null }): Promise<Dispute[]> {
  return await tx.sql<Dispute[]>`
    select ${columns(tx)} from disputes
    where ${inScope(tx)} and (${page.after}::uuid is null or id < ${page.after}::uuid) and (${page.open}::boolean is null or (closed_at is null) = ${page.open})
    order by id desc limit ${page.limit}`;
}

/** Payments of these that Stripe refunds no more. */
export async function listUnrefundable(tx: TenantTx, paymentIds: readonly PaymentId[]): Promise<PaymentId[]> {
  const rows = await tx.sql<{ paymentId: PaymentId }[]>`
    select payment_id from disputes where ${inScope(tx)} and not is_charge_refundable and payment_id = any(${tx.sql.array([...paymentIds], 2950)})`;
  return rows.map(({ paymentId }) => paymentId);
}

function inScope({ sql, tenantId, livemode }: TenantTx) {
  return sql`tenant_id = ${tenantId} and livemode = ${livemode}`;
}

function columns({ sql }: TenantTx) {
  return sql`id, booking_id, payment_id, stripe_dispute_id, status, reason, currency, amount_minor, is_charge_refundable, evidence_due_by, opened_at, closed_at, version`;
}
