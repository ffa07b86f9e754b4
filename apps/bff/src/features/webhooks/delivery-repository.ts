import type { WebhookDelivery } from '@mais/contract';
import type { JSONValue } from 'postgres';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId, type EventId, type WebhookDeliveryId, type WebhookEndpointId } from '../../platform/ids.ts';

/** The deliveries of one subject to one endpoint, which go out in order. */
export interface Lane {
  readonly endpointId: WebhookEndpointId;
  readonly subjectId: string;
}

/** How far back an event takes along those before it: longer than the worker may be late, shorter than deliveries are kept. */
const LATE_MS = 2 * 24 * 60 * 60_000;

/**
 * Makes the deliveries of an event, one an endpoint that listens; and those of events before it about the same subject that nobody
 * has handed over yet, so that a later one is never sent before them.
 * @returns the endpoints that got any
 */
export async function insertDeliveries(tx: TenantTx, event: { readonly id: EventId; readonly subjectId: string; readonly occurredAt: Date }, now: Date): Promise<WebhookEndpointId[]> {
  const missing = await tx.sql<{ endpointId: WebhookEndpointId; eventId: EventId; occurredAt: Date }[]>`
    select endpoint.id as endpoint_id, event.id as event_id, event.occurred_at
    from events as event
      join webhook_endpoints as endpoint on endpoint.tenant_id = event.tenant_id and endpoint.livemode = event.livemode and endpoint.status = 'enabled'
        and endpoint.event_types && array['*', event.type] and endpoint.enabled_at <= event.occurred_at
      left join webhook_deliveries as made on made.tenant_id = event.tenant_id and made.endpoint_id = endpoint.id and made.event_id = event.id
    where event.tenant_id = ${tx.tenantId} and event.livemode = ${tx.livemode} and event.subject_id = ${event.subjectId}
      and event.occurred_at > ${new Date(event.occurredAt.getTime() - LATE_MS)} and (event.occurred_at, event.id) <= (${event.occurredAt}, ${event.id}) and made.id is null
    order by event.occurred_at, event.id`;
  if (missing.length === 0) return [];
  const rows = missing.map(({ endpointId, eventId, occurredAt }) => ({ id: newId(), endpoint_id: endpointId, event_id: eventId, occurred_at: occurredAt.toISOString() }));
  await tx.sql`
    insert into webhook_deliveries (tenant_id, id, livemode, endpoint_id, event_id, subject_id, occurred_at, next_attempt_at, created_at)
    select ${tx.tenantId}, new.id, ${tx.livemode}, new.endpoint_id, new.event_id, ${event.subjectId}, new.occurred_at,
      greatest(${now}, (select min(before.next_attempt_at) from webhook_deliveries as before
        where before.tenant_id = ${tx.tenantId} and before.endpoint_id = new.endpoint_id and before.subject_id = ${event.subjectId} and before.status = 'pending')), ${now}
    from jsonb_to_recordset(${tx.sql.json(rows)}) as new (id uuid, endpoint_id uuid, event_id uuid, occurred_at timestamptz)
    on conflict (tenant_id, endpoint_id, event_id) do nothing`;
  return [...new Set(missing.map(({ endpointId }) => endpointId))];
}

/** A delivery that is ours to send until the lease ends. */
export interface LeasedDelivery {
  readonly id: WebhookDeliveryId;
  readonly attempts: number;
}

/**
 * Takes the first delivery of a lane, when it is due and nobody has it.
 * @param given `width` is how many of an endpoint's may be under way at once
 */
export async function leaseDelivery(tx: TenantTx, lane: Lane, given: { now: Date; until: Date; width: number }): Promise<LeasedDelivery | null> {
  const { now } = given;
  const [row] = await tx.sql<LeasedDelivery[]>`
    update webhook_deliveries set leased_until = ${given.until}
    where tenant_id = ${tx.tenantId} and status = 'pending' and next_attempt_at <= ${now} and (leased_until is null or leased_until <= ${now})
      and id = (select first.id from webhook_deliveries as first
        where first.tenant_id = ${tx.tenantId} and first.livemode = ${tx.livemode} and first.endpoint_id = ${lane.endpointId} and first.subject_id = ${lane.subjectId}
          and first.status = 'pending' order by first.occurred_at, first.event_id limit 1)
      and (select count(*) from webhook_deliveries as busy
        where busy.tenant_id = ${tx.tenantId} and busy.endpoint_id = ${lane.endpointId} and busy.leased_until > ${now}) < ${given.width}
    returning id, attempts`;
  return row ?? null;
}

/** What a delivery says, and where. */
export interface DeliveryContent {
  readonly url: string;
  readonly eventId: EventId;
  readonly type: string;
  readonly occurredAt: Date;
  readonly livemode: boolean;
  readonly bookingId: BookingId | null;
  readonly reference: string | null;
  readonly data: JSONValue;
}

export async function findDeliveryContent(tx: TenantTx, id: WebhookDeliveryId): Promise<DeliveryContent | null> {
  const [row] = await tx.sql<DeliveryContent[]>`
    select endpoint.url, event.id as event_id, event.type, event.occurred_at, event.livemode, event.booking_id, booking.reference, event.data
    from webhook_deliveries as delivery
      join webhook_endpoints as endpoint on endpoint.tenant_id = delivery.tenant_id and endpoint.id = delivery.endpoint_id
      join events as event on event.tenant_id = delivery.tenant_id and event.id = delivery.event_id
      left join bookings as booking on booking.tenant_id = event.tenant_id and booking.id = event.booking_id
    where delivery.tenant_id = ${tx.tenantId} and delivery.id = ${id}`;
  return row ?? null;
}

/** How an attempt left a delivery. */
export interface DeliveryMove {
  readonly status: WebhookDelivery['status'];
  readonly nextAttemptAt: Date | null;
  readonly deliveredAt: Date | null;
}

/** False when the delivery is gone, with its endpoint. */
export async function moveDelivery(tx: TenantTx, id: WebhookDeliveryId, move: DeliveryMove): Promise<boolean> {
  const rows = await tx.sql`
    update webhook_deliveries set status = ${move.status}, next_attempt_at = ${move.nextAttemptAt}, delivered_at = ${move.deliveredAt}, leased_until = null, attempts = attempts + 1
    where tenant_id = ${tx.tenantId} and id = ${id} returning id`;
  return rows.length === 1;
}

/** What waits behind a delivery isn't due before it. */
export async function postponeLane(tx: TenantTx, lane: Lane, until: Date): Promise<void> {
  await tx.sql`
    update webhook_deliveries set next_attempt_at = ${until}
    where tenant_id = ${tx.tenantId} and endpoint_id = ${lane.endpointId} and subject_id = ${lane.subjectId} and status = 'pending' and next_attempt_at < ${until}`;
}

/** What waits for a disabled endpoint waits until it is enabled again. */
export async function suspendDeliveries(tx: TenantTx, endpointId: WebhookEndpointId): Promise<void> {
  await tx.sql`
    update webhook_deliveries set next_attempt_at = null where tenant_id = ${tx.tenantId} and endpoint_id = ${endpointId} and status = 'pending'`;
}

/** All that waits is due now, with as many attempts as new ones. */
export async function resumeDeliveries(tx: TenantTx, endpointId: WebhookEndpointId, now: Date): Promise<void> {
  await tx.sql`
    update webhook_deliveries set next_attempt_at = ${now}, attempts = 0 where tenant_id = ${tx.tenantId} and endpoint_id = ${endpointId} and status = 'pending'`;
}

/** Has a delivery sent again, or sooner; the lane that it is in, or null when there is none of this id. */
export async function restartDelivery(tx: TenantTx, endpointId: WebhookEndpointId, id: WebhookDeliveryId, now: Date): Promise<Lane | null> {
  const [row] = await tx.sql<Lane[]>`
    update webhook_deliveries set status = 'pending', next_attempt_at = ${now}, attempts = 0
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and endpoint_id = ${endpointId} and id = ${id} returning endpoint_id, subject_id`;
  return row ?? null;
}

export interface NewAttempt {
  readonly deliveryId: WebhookDeliveryId;
  readonly at: Date;
  readonly durationMs: number;
  readonly statusCode: number | null;
  readonly failure: string | null;
}

export async function insertAttempt(tx: TenantTx, attempt: NewAttempt): Promise<void> {
  await tx.sql`
    insert into webhook_attempts (tenant_id, id, livemode, delivery_id, attempted_at, duration_ms, status_code, failure)
    values (${tx.tenantId}, ${newId()}, ${tx.livemode}, ${attempt.deliveryId}, ${attempt.at}, ${attempt.durationMs}, ${attempt.statusCode}, ${attempt.failure})`;
}

export interface DeliveryRow {
  readonly id: WebhookDeliveryId;
  readonly eventId: EventId;
  readonly eventType: string;
  readonly bookingId: BookingId | null;
  readonly status: WebhookDelivery['status'];
  readonly nextAttemptAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly createdAt: Date;
}

export type DeliveryFilter =
  | { readonly status: WebhookDelivery['status'] | null; readonly before: string | null; readonly limit: number }
  | { readonly id: WebhookDeliveryId };

/** Newest first. */
export async function listDeliveries(tx: TenantTx, endpointId: WebhookEndpointId, filter: DeliveryFilter): Promise<DeliveryRow[]> {
  const { status, before, limit, id } = { status: null, before: null, limit: 1, id: null, ...filter };
  return tx.sql<DeliveryRow[]>`
    select delivery.id, delivery.event_id, event.type as event_type, event.booking_id, delivery.status, delivery.next_attempt_at, delivery.delivered_at, delivery.created_at
    from webhook_deliveries as delivery join events as event on event.tenant_id = delivery.tenant_id and event.id = delivery.event_id
    where delivery.tenant_id = ${tx.tenantId} and delivery.livemode = ${tx.livemode} and delivery.endpoint_id = ${endpointId}
      and (${id}::uuid is null or delivery.id = ${id}) and (${status}::text is null or delivery.status = ${status}) and (${before}::uuid is null or delivery.id < ${before})
    order by delivery.id desc limit ${limit}`;
}

export interface AttemptRow extends Omit<NewAttempt, 'at'> {
  readonly attemptedAt: Date;
}

/** Oldest first. */
export async function listAttempts(tx: TenantTx, deliveryIds: readonly WebhookDeliveryId[]): Promise<AttemptRow[]> {
  return tx.sql<AttemptRow[]>`
    select delivery_id, attempted_at, duration_ms, status_code, failure from webhook_attempts
    where tenant_id = ${tx.tenantId} and delivery_id = any(${tx.sql.array([...deliveryIds], 2950)}::uuid[]) order by id`;
}
