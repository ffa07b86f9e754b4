import type { JSONValue } from 'postgres';
import { newId } from '../ids.ts';
import type { TenantTx } from './with-tenant.ts';

/** What happens after a commit: calls to Stripe, and news of bookings. The worker turns each row into a job. */
export type OutboxTopic = 'refund.submit' | 'payment.abandon' | 'booking.confirmed' | 'booking.expired' | 'booking.cancelled';

/** Writes down what must happen once this transaction has committed, at least once. */
export async function enqueueOutbox(tx: TenantTx, topic: OutboxTopic, payload: JSONValue, at: Date): Promise<void> {
  await tx.sql`
    insert into outbox (tenant_id, id, livemode, topic, payload, created_at)
    values (${tx.tenantId}, ${newId()}, ${tx.livemode}, ${topic}, ${tx.sql.json(payload)}, ${at})`;
}
