import type { PendingQuery, Row } from 'postgres';
import type { TenantTx } from './with-tenant.ts';

/**
 * Waits for a lock that this transaction keeps to its end. To rule out deadlocks every transaction takes them in this
 * order: the booking's, then the resources' in the order of their ids.
 */
export function lockForTransaction(tx: TenantTx, kind: 'booking' | 'resource', id: string): PendingQuery<Row[]> {
  return tx.sql`select pg_advisory_xact_lock(hashtextextended(${`${kind}:${tx.tenantId}:${tx.livemode}:${id}`}, 0))`;
}
