import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import type { NewPayout, Payout } from './payout.ts';

export async function findPayout(tx: TenantTx, stripePayoutId: string): Promise<Payout | null> {
  const [row] = await tx.sql<Payout[]>`select ${columns(tx)} from payouts where ${inScope(tx)} and stripe_payout_id = ${stripePayoutId}`;
  return row ?? null;
}

/** Adds it, or brings it up to date; the caller has asked whether there is anything new. */
export async function upsertPayout(tx: TenantTx, payout: NewPayout, now: Date): Promise<Payout> {
  const [row] = await tx.sql<Payout[]>`
    insert into payouts (tenant_id, id, livemode, stripe_account_id, stripe_payout_id, status, currency, amount_minor, arrives_at, failure_code, initiated_at, updated_at)
    values (${tx.tenantId}, ${payout.id}, ${tx.livemode}, ${payout.stripeAccountId}, ${payout.stripePayoutId}, ${payout.status}, ${payout.currency},
      ${payout.amountMinor}, ${payout.arrivesAt}, ${payout.failureCode}, ${payout.initiatedAt}, ${now})
    on conflict (tenant_id, stripe_payout_id) do update set status = excluded.status, arrives_at = excluded.arrives_at, failure_code = excluded.failure_code,
      version = payouts.version + 1, updated_at = excluded.updated_at
    returning ${columns(tx)}`;
  return row as Payout;
}

/** Those that haven't arrived. */
export async function listMovingPayouts(tx: TenantTx, accountId: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select stripe_payout_id as id from payouts where ${inScope(tx)} and stripe_account_id = ${accountId} and status in ('pending', 'in_transit')`;
  return rows.map(({ id }) => id);
}

function inScope({ sql, tenantId, livemode }: TenantTx) {
  return sql`tenant_id = ${tenantId} and livemode = ${livemode}`;
}

function columns({ sql }: TenantTx) {
  return sql`id, stripe_account_id, stripe_payout_id, status, currency, amount_minor, arrives_at, failure_code, initiated_at, version`;
}
