import type { JSONValue } from 'postgres';
import { newId } from '../ids.ts';
import type { TenantTx } from './with-tenant.ts';

/** What the worker does after a commit, each row once or more: it names the job's queue. */
export type OutboxTopic = 'refund.submit' | 'event.dispatch' | 'webhook.send' | 'mail.send' | 'waitlist.offer';

export const outboxTopics: readonly OutboxTopic[] = ['refund.submit', 'event.dispatch', 'webhook.send', 'mail.send', 'waitlist.offer'];

/** Writes down what must happen once this transaction has committed, at least once. */
export async function enqueueOutbox(tx: TenantTx, topic: OutboxTopic, payload: JSONValue, at: Date): Promise<void> {
  await tx.sql`
    insert into outbox (tenant_id, id, livemode, topic, payload, created_at)
    values (${tx.tenantId}, ${newId()}, ${tx.livemode}, ${topic}, ${tx.sql.json(payload)}, ${at})`;
}
