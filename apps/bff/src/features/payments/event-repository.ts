import type { JSONValue } from 'postgres';
import type { TenantTx } from '../../platform/db/with-tenant.ts';

export interface StripeEventRecord {
  readonly id: string;
  readonly accountId: string;
  readonly type: string;
  /** What we acted on: ids, states and amounts. Nothing of the customer, so that there is nothing to erase later. */
  readonly payload: JSONValue;
  readonly occurredAt: Date;
}

/** Writes an event down; false when it was there already. A second delivery at the same time waits for the first one's commit. */
export async function insertStripeEvent(tx: TenantTx, event: StripeEventRecord, now: Date): Promise<boolean> {
  const rows = await tx.sql`
    insert into stripe_events (tenant_id, id, livemode, account_id, type, payload, occurred_at, received_at)
    values (${tx.tenantId}, ${event.id}, ${tx.livemode}, ${event.accountId}, ${event.type}, ${tx.sql.json(event.payload)}, ${event.occurredAt}, ${now})
    on conflict do nothing
    returning id`;
  return rows.length === 1;
}
