import type { JSONValue } from 'postgres';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId } from '../../platform/ids.ts';

export interface AuditEntry {
  /** Who did it: `customer`, `stripe`, `system` or `cli`. */
  readonly actor: string;
  /** What was done, such as `booking.created`. */
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  /** What changed, without personal data. */
  readonly change?: JSONValue;
  readonly requestId?: string | undefined;
  readonly at: Date;
}

/** Adds a row to the tenant's audit log, inside the transaction that makes the change. */
export async function recordAudit(tx: TenantTx, entry: AuditEntry): Promise<void> {
  await tx.sql`
    insert into audit_log (tenant_id, id, livemode, actor, action, entity, entity_id, change, request_id, occurred_at)
    values (${tx.tenantId}, ${newId()}, ${tx.livemode}, ${entry.actor}, ${entry.action}, ${entry.entity}, ${entry.entityId},
      ${tx.sql.json(entry.change ?? {})}, ${entry.requestId ?? null}, ${entry.at})`;
}
