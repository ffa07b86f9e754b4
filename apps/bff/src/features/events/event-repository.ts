import type { JSONValue } from 'postgres';
import type { OutboxTopic } from '../../platform/db/outbox.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId, EventId } from '../../platform/ids.ts';
import type { EventType } from './event-types.ts';

const DISPATCH: OutboxTopic = 'event.dispatch';

export interface TenantEvent {
  readonly id: EventId;
  readonly type: EventType;
  readonly subjectId: string;
  readonly bookingId: BookingId | null;
  readonly data: JSONValue;
  readonly occurredAt: Date;
}

/**
 * Writes the event, and beside it the work that follows from it. Events of one subject are told in the order of their times, so
 * none is dated before one that is there already: the clock of whoever wrote that one may go ahead.
 */
export async function insertEvent(tx: TenantTx, event: TenantEvent): Promise<void> {
  await tx.sql`
    with event as (
      insert into events (tenant_id, id, livemode, type, subject_id, booking_id, data, occurred_at)
      values (${tx.tenantId}, ${event.id}, ${tx.livemode}, ${event.type}, ${event.subjectId}, ${event.bookingId}, ${tx.sql.json(event.data)},
        greatest(${event.occurredAt}, (select max(occurred_at) + interval '1 millisecond' from events where tenant_id = ${tx.tenantId} and subject_id = ${event.subjectId} and occurred_at > ${event.occurredAt})))
      returning tenant_id, id, livemode, occurred_at)
    insert into outbox (tenant_id, id, livemode, topic, payload, created_at)
    select event.tenant_id, event.id, event.livemode, ${DISPATCH}, jsonb_build_object('eventId', event.id), event.occurred_at from event
    where event.tenant_id = ${tx.tenantId}`;
}

export async function findEvent(tx: TenantTx, id: EventId): Promise<TenantEvent | null> {
  const [row] = await tx.sql<TenantEvent[]>`select ${columns(tx)} from events where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id}`;
  return row ?? null;
}

function columns({ sql }: TenantTx) {
  return sql`id, type, subject_id, booking_id, data, occurred_at`;
}
