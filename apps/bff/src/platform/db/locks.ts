import type { PendingQuery, Row } from 'postgres';
import type { TenantTx } from './with-tenant.ts';

/**
 * Waits for a lock that this transaction keeps to its end. To rule out deadlocks every transaction takes them in this
 * order: the booking's, its hold's row, the resources' in the order of their ids, the promo
 * code's, and then any other rows. A payout's is taken alone.
 *
 * The query is sent where it stands: one that is merely awaited leaves some microtasks later, behind those that weren't.
 */
export function lockForTransaction(tx: TenantTx, kind: 'booking' | 'resource' | 'promo_code' | 'payout', id: string): PendingQuery<Row[]> {
  return tx.sql`select pg_advisory_xact_lock(hashtextextended(${`${kind}:${tx.tenantId}:${tx.livemode}:${id}`}, 0))`.execute();
}
