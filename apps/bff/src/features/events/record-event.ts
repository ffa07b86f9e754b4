import type { JSONValue } from 'postgres';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId, type EventId } from '../../platform/ids.ts';
import { insertEvent } from './event-repository.ts';
import type { EventType } from './event-types.ts';

export interface NewEvent {
  readonly type: EventType;
  /** What it is about; null for what is about no booking. */
  readonly bookingId: BookingId | null;
  /** Events of one subject are delivered in their order. The booking when left out. */
  readonly subjectId?: string;
  /** What a receiver can't read from the booking as it is later, such as an amount; without personal data. */
  readonly data?: JSONValue;
  readonly at: Date;
}

/**
 * Tells once of something that has happened, in the transaction in which it happens. What follows (e-mails, webhook deliveries)
 * is the worker's job `event.dispatch`, once or more for each event: receivers of it go by the event's id.
 */
export async function recordEvent(tx: TenantTx, event: NewEvent): Promise<EventId> {
  const subjectId = event.subjectId ?? event.bookingId;
  if (subjectId === null) throw new Error(`an event ${event.type} is about nothing`);
  const id = newId<EventId>();
  await insertEvent(tx, { id, type: event.type, subjectId, bookingId: event.bookingId, data: event.data ?? {}, occurredAt: event.at });
  return id;
}
