import type { PgBoss } from 'pg-boss';
import type { OutboxTopic } from '../platform/db/outbox.ts';
import type { TenantScope } from '../platform/db/with-tenant.ts';

/** What a job of the outbox carries. */
export interface OutboxJob extends TenantScope {
  readonly payload: unknown;
}

interface OutboxRow {
  readonly tenant_id: string;
  readonly id: string;
  readonly livemode: boolean;
  readonly topic: OutboxTopic;
  readonly payload: unknown;
}

const BATCH = 100;

/**
 * Hands what waits in the outbox to the queue, in one transaction: no row is lost and none is queued twice.
 * @returns how many rows were handed on
 */
export async function relayOutbox(boss: PgBoss): Promise<number> {
  const database = boss.getDb();
  // Mostly nothing waits, and a look needs no transaction.
  const waiting = await database.executeSql('select from outbox where dispatched_at is null limit 1');
  if (waiting.rows.length === 0) return 0;
  const transaction = await database.beginTransaction?.();
  if (!transaction) throw new Error('the queue has no transactions of its own');
  try {
    const { rows } = await transaction.db.executeSql(
      `select tenant_id, id, livemode, topic, payload from outbox where dispatched_at is null
       order by created_at limit ${BATCH} for update skip locked`,
    );
    for (const row of rows as OutboxRow[]) {
      const data = { tenantId: row.tenant_id, livemode: row.livemode, payload: row.payload };
      await boss.send(row.topic, data, { db: transaction.db });
      await transaction.db.executeSql('update outbox set dispatched_at = now() where tenant_id = $1 and id = $2', [row.tenant_id, row.id]);
    }
    await transaction.commit();
    return rows.length;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}
