// The yardstick of booking: what a hold and a booking have to do in the database, as bare SQL. Two transactions, written
// down by hand with every statement sent as early as it can be, under the same role, with as many customers and connections
// as our own server has; no HTTP, no validation, no tokens, no sealing, no answer. The benchmark compares the rows that both sides leave.
import { randomBytes, randomUUID } from 'node:crypto';
import { connectDatabase, type Sql } from '@mais/bff';

import { roomCount, startOf } from '../stack/bench-tenant.ts';
import { answerTasks } from '../stack/helper-process.ts';
import type { BookingLoadAnswer } from '../load/booking-load.ts';

export interface BareBookingTask {
  /** of the role that the BFF uses */
  readonly appUrl: string;
  readonly poolSize: number;
  readonly tenantId: string;
  /** in the rooms' order */
  readonly rooms: readonly { readonly packageId: string; readonly resourceId: string }[];
  readonly firstStart: number;
  readonly durationMs: number;
}

let pool: Sql | null = null;

answerTasks<BareBookingTask, BookingLoadAnswer>(async (task) => {
  pool ??= connectDatabase(task.appUrl, { name: 'bare booking', poolSize: task.poolSize });
  const sql = pool;
  const startedAt = performance.now();
  const deadline = startedAt + task.durationMs;
  const ends = await Promise.all(Array.from({ length: roomCount }, (_, room) => bookUntil(sql, task, room, deadline)));
  const bookings = ends.reduce((sum, end) => sum + end - task.firstStart, 0);
  return { bookings, bookingsPerSecond: bookings / ((performance.now() - startedAt) / 1000), nextStart: Math.max(...ends) };
});

async function bookUntil(sql: Sql, task: BareBookingTask, room: number, deadline: number): Promise<number> {
  let next = task.firstStart;
  for (; performance.now() < deadline; next += 1) {
    const booking = draftBooking(task, room, next);
    await holdBare(sql, booking);
    await bookBare(sql, booking);
  }
  return next;
}

type Draft = ReturnType<typeof draftBooking>;

function draftBooking(task: BareBookingTask, room: number, n: number) {
  const ids = task.rooms[room];
  if (!ids) throw new Error(`there is no room ${room}`);
  const start = startOf(room, n);
  const now = new Date();
  return {
    ...ids, tenantId: task.tenantId, now, expiresAt: new Date(now.getTime() + 600_000),
    startsAt: new Date(start.startsAt), endsAt: new Date(start.endsAt), dayLocal: start.startsAt.slice(0, 10), packageSlug: start.packageSlug,
    holdId: randomUUID(), holdKey: randomUUID(), bookingId: randomUUID(), bookingKey: randomUUID(), reference: randomBytes(6).toString('hex'),
    email: `bare.${room}.${n}@example.com`, requestHash: randomBytes(32), sealed: randomBytes(700),
  };
}

/** Statements of one transaction, all sent at once; the commit follows when each has done what it should. */
async function transact(pool_: Sql, tenantId: string, statements: (sql: Sql) => readonly { readonly query: PromiseLike<{ count: number }>; readonly rows: number | null }[]): Promise<void> {
  const sql = await pool_.reserve();
  try {
    const opening = [sql`begin`.execute(), sql`select set_config('app.tenant_id', ${tenantId}, true)`.execute()];
    const sent = statements(sql);
    await Promise.all(opening);
    for (const { query, rows } of sent) {
      const { count } = await query;
      if (rows !== null && count !== rows) throw new Error(`a statement changed ${count} rows, not ${rows}`);
    }
    await sql`commit`;
  } finally {
    sql.release();
  }
}

function one(query: PromiseLike<{ count: number }>) {
  return { query, rows: 1 };
}

function any(query: PromiseLike<{ count: number }>) {
  return { query, rows: null };
}

function lockResource(sql: Sql, draft: Draft) {
  return one(sql`select pg_advisory_xact_lock(hashtextextended(${`resource:${draft.tenantId}:false:${draft.resourceId}`}, 0))`.execute());
}

function audit(sql: Sql, draft: Draft, action: string, entity: string, entityId: string, change: Record<string, string | number>) {
  return one(sql`
    insert into audit_log (tenant_id, id, livemode, actor, action, entity, entity_id, change, request_id, occurred_at)
    values (${draft.tenantId}, ${randomUUID()}, false, 'customer', ${action}, ${entity}, ${entityId}, ${sql.json(change)}, ${`req_${draft.reference}`}, ${draft.now})`.execute());
}

function tell(sql: Sql, draft: Draft, type: string) {
  return one(sql`
    with event as (
      insert into events (tenant_id, id, livemode, type, subject_id, booking_id, data, occurred_at)
      values (${draft.tenantId}, ${randomUUID()}, false, ${type}, ${draft.bookingId}, ${draft.bookingId}, '{}', ${draft.now}) returning tenant_id, id)
    insert into outbox (tenant_id, id, livemode, topic, payload, created_at)
    select tenant_id, id, false, 'event.dispatch', jsonb_build_object('eventId', id), ${draft.now} from event`.execute());
}

function holdBare(pool_: Sql, draft: Draft): Promise<void> {
  const { tenantId, resourceId, startsAt, endsAt, now } = draft;
  return transact(pool_, tenantId, (sql) => {
    // As our own statements: claims on a unit never overlap, so only the last one before the span can reach into it.
    const onUnit = sql`tenant_id = ${tenantId} and livemode = false and resource_id = ${resourceId} and unit_no = 1 and released_at is null`;
    const overlapping = sql`
      select id, expires_at from claims where ${onUnit} and starts_at >= ${startsAt} and starts_at < ${endsAt}
      union all
      select id, expires_at from (select id, expires_at, ends_at from claims where ${onUnit} and starts_at < ${startsAt} order by starts_at desc limit 1) as before
      where before.ends_at > ${startsAt}`;
    return [
      one(sql`
        insert into idempotency_keys (tenant_id, livemode, operation, key, request_hash, sealed_response, created_at)
        values (${tenantId}, false, 'hold.create', ${draft.holdKey}, ${draft.requestHash}, ${draft.sealed}, ${now}) on conflict do nothing`.execute()),
      one(sql`
        insert into holds (tenant_id, id, livemode, package_id, status, party_size, starts_at, ends_at, expires_at, created_at)
        values (${tenantId}, ${draft.holdId}, false, ${draft.packageId}, 'active', 1, ${startsAt}, ${endsAt}, ${draft.expiresAt}, ${now})`.execute()),
      lockResource(sql, draft),
      any(sql`update claims set released_at = ${now} where tenant_id = ${tenantId} and id in (select id from (${overlapping}) as found where expires_at <= ${now})`.execute()),
      one(sql`
        insert into claims (tenant_id, id, livemode, resource_id, unit_no, hold_id, starts_at, ends_at, expires_at)
        select ${tenantId}, ${randomUUID()}, false, ${resourceId}, 1, ${draft.holdId}, ${startsAt}, ${endsAt}, ${draft.expiresAt}
        where not exists (${overlapping})
        on conflict do nothing`.execute()),
      audit(sql, draft, 'hold.created', 'hold', draft.holdId, { package: draft.packageSlug }),
    ];
  });
}

function bookBare(pool_: Sql, draft: Draft): Promise<void> {
  const { tenantId, startsAt, endsAt, now, holdId, bookingId } = draft;
  return transact(pool_, tenantId, (sql) => [
    one(sql`
      insert into idempotency_keys (tenant_id, livemode, operation, key, request_hash, resource_id, sealed_response, created_at)
      values (${tenantId}, false, 'booking.create', ${draft.bookingKey}, ${draft.requestHash}, ${bookingId}, ${draft.sealed}, ${now}) on conflict do nothing`.execute()),
    one(sql`select id, package_id, status, party_size, starts_at, ends_at, expires_at from holds where tenant_id = ${tenantId} and id = ${holdId} for update`.execute()),
    lockResource(sql, draft),
    one(sql`update claims set expires_at = null where tenant_id = ${tenantId} and hold_id = ${holdId} and released_at is null`.execute()),
    one(sql`
      with customer as (
        insert into customers (tenant_id, id, livemode, email, email_normalised, name, created_at, updated_at)
        values (${tenantId}, ${randomUUID()}, false, ${draft.email}, ${draft.email}, 'Ana Customer', ${now}, ${now})
        on conflict (tenant_id, livemode, email_normalised) do update set name = excluded.name, updated_at = excluded.updated_at returning id)
      insert into bookings (tenant_id, id, livemode, reference, hold_id, package_id, customer_id, status, package_slug, package_name, starts_at, ends_at,
        blocked_starts_at, blocked_ends_at, day_local, tenant_time_zone, party_size, currency, subtotal_minor, tax_minor, total_minor, due_now_minor,
        commission_bps, confirmed_at, created_at)
      select ${tenantId}, ${bookingId}, false, ${draft.reference}, ${holdId}, ${draft.packageId}, id, 'confirmed', ${draft.packageSlug}, 'Room', ${startsAt}, ${endsAt},
        ${startsAt}, ${endsAt}, ${draft.dayLocal}, 'UTC', 1, 'GBP', 0, 0, 0, 0, 1000, ${now}, ${now} from customer`.execute()),
    one(sql`
      insert into booking_line_items (tenant_id, booking_id, position, kind, description, quantity, unit_amount_minor, amount_minor)
      values (${tenantId}, ${bookingId}, 0, 'package', 'Room', 1, 0, 0)`.execute()),
    one(sql`update holds set status = 'booked' where tenant_id = ${tenantId} and id = ${holdId}`.execute()),
    one(sql`
      insert into booking_transitions (tenant_id, id, booking_id, from_status, to_status, cause, actor, occurred_at)
      values (${tenantId}, ${randomUUID()}, ${bookingId}, null, 'confirmed', 'booked', 'customer', ${now})`.execute()),
    audit(sql, draft, 'booking.created', 'booking', bookingId, { status: 'confirmed', package: draft.packageSlug, totalMinor: 0 }),
    tell(sql, draft, 'booking.created'),
    tell(sql, draft, 'booking.confirmed'),
  ]);
}
