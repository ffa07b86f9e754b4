import type { Sql } from '@mais/bff';

import { alternate } from '../alternate.ts';
import type { Benchmark } from '../benchmark.ts';
import type { BookingLoadAnswer, BookingLoadTask } from '../load/booking-load.ts';
import { benchTenant } from '../stack/bench-tenant.ts';
import type { BareBookingTask } from '../yardsticks/bare-booking.ts';

const rounds = 7;
const roundMs = 3_000;
const historyMs = 5_000;
/** The BFF's own default. */
const poolSize = 10;
const budget = 0.5;

/** From a free slot to a confirmed booking, over HTTP, against the SQL alone. */
export const holdToBooking: Benchmark = {
  name: 'hold-to-booking',
  async run(bench) {
    const stack = await bench.startStack();
    const customers = bench.startHelper<BookingLoadTask, BookingLoadAnswer>(new URL('../load/booking-load.ts', import.meta.url));
    const bare = bench.startHelper<BareBookingTask, BookingLoadAnswer>(new URL('../yardsticks/bare-booking.ts', import.meta.url));
    const port = await stack.startReplica();
    const place = await findRooms(stack.sql);
    let firstStart = 0;
    const bookBare = async (durationMs: number): Promise<BookingLoadAnswer> => bare.ask({ appUrl: stack.appUrl, poolSize, ...place, firstStart, durationMs });
    // Both sides find a database that has been in use: plans made for empty tables read whole tables for every foreign key.
    firstStart = (await bookBare(historyMs)).nextStart;
    await stack.sql`analyze`;
    const measure = async (book: () => Promise<BookingLoadAnswer>): Promise<number> => {
      const before = await countRows(stack.sql);
      const { bookings, bookingsPerSecond, nextStart } = await book();
      firstStart = nextStart;
      assertRows(before, await countRows(stack.sql), bookings);
      return bookingsPerSecond;
    };
    const { measured, yardstick, ratio } = await alternate(
      rounds,
      () => measure(() => customers.ask({ port, firstStart, durationMs: roundMs })),
      () => measure(() => bookBare(roundMs)),
    );
    bench.say(`${Math.round(measured)} bookings/s, bare SQL ${Math.round(yardstick)}/s`);
    return [{
      name: 'hold → booking over HTTP',
      measured: `${Math.round(measured)} bookings/s`,
      yardstick: `${Math.round(yardstick)} bookings/s`,
      ratio,
      budget: `≥ ${budget}`,
      passed: ratio >= budget,
    }];
  },
};

async function findRooms(sql: Sql): Promise<Pick<BareBookingTask, 'tenantId' | 'rooms'>> {
  const rooms = await sql<{ tenantId: string; packageId: string; resourceId: string }[]>`
    select packages.tenant_id, packages.id as package_id, resource_id from packages
      join package_resources on package_resources.tenant_id = packages.tenant_id and package_resources.package_id = packages.id
    where packages.tenant_id = (select id from tenants where slug = ${benchTenant.slug}) order by packages.position`;
  const [first] = rooms;
  if (!first) throw new Error('the bench tenant has no room');
  return { tenantId: first.tenantId, rooms };
}

/** The rows that one hold and its booking leave, by table. */
const rowsOfBooking = {
  holds: 1, claims: 1, bookings: 1, customers: 1, booking_line_items: 1, booking_transitions: 1, idempotency_keys: 2, audit_log: 2,
} as const;

type RowCounts = Record<string, number>;

async function countRows(sql: Sql): Promise<RowCounts> {
  const counts: RowCounts = {};
  for (const table of Object.keys(rowsOfBooking)) {
    const [row] = await sql<{ count: number }[]>`select count(*)::int as count from ${sql(table)}`;
    counts[table] = row?.count ?? 0;
  }
  return counts;
}

/** Both sides do the same work, or the comparison means nothing. */
function assertRows(before: RowCounts, after: RowCounts, bookings: number): void {
  for (const [table, perBooking] of Object.entries(rowsOfBooking)) {
    const added = (after[table] ?? 0) - (before[table] ?? 0);
    if (added !== bookings * perBooking) throw new Error(`${bookings} bookings left ${added} rows in ${table}, not ${bookings * perBooking}`);
  }
}
