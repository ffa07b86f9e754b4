import type { AvailabilityQuery, BusySpan } from './query.ts';

const minuteMs = 60_000;
const stepMinutes = 15;
const openMinute = 9 * 60;
const closeMinute = 17 * 60;

/** One query of the benchmark and what it is. */
export interface BenchWorkload {
  readonly name: string;
  readonly query: AvailabilityQuery;
}

/**
 * A month of 15-minute slots with 100 and with 1,000 bookings: 31 days from 9 to 17 o'clock across the change of Berlin's
 * clocks, four rooms, half an hour each with five minutes to tidy up. The bookings come in no order, as they would from
 * several tables.
 */
export function benchWorkloads(): readonly BenchWorkload[] {
  return [100, 1000].map((bookings) => ({
    name: `a month of 15-minute slots with ${bookings} bookings`,
    query: monthOfSlots(bookings),
  }));
}

function monthOfSlots(bookings: number): AvailabilityQuery {
  return {
    kind: 'slot',
    timeZone: 'Europe/Berlin',
    fromDay: '2026-10-01',
    toDay: '2026-10-31',
    nowMs: Date.UTC(2026, 8, 30, 12),
    weekly: ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => ({ weekday, startMinute: openMinute, endMinute: closeMinute })),
    overrides: [],
    blackouts: [],
    durationMinutes: 30,
    stepMinutes,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 5,
    minNoticeMinutes: 60,
    bookingWindowDays: 60,
    dailyLimit: null,
    resources: [{ resourceId: 'rooms', units: 4 }],
    busy: bookingsOfOctober(bookings),
    partySize: 2,
  };
}

function bookingsOfOctober(count: number): BusySpan[] {
  const random = randomFrom(20_261_001);
  const stepsADay = (closeMinute - openMinute) / stepMinutes;
  return Array.from({ length: count }, () => {
    const minuteOfDay = openMinute + Math.floor(random() * stepsADay) * stepMinutes;
    // Berlin is two hours ahead of UTC until the 25th; the hour's difference after it doesn't matter here.
    const startsAtMs = Date.UTC(2026, 9, 1 + Math.floor(random() * 31), -2, minuteOfDay);
    return { resourceId: 'rooms', unitNo: 1 + Math.floor(random() * 4), startsAtMs, endsAtMs: startsAtMs + 35 * minuteMs };
  });
}

/** The same numbers from 0 to 1 on every machine: a linear congruential generator with the constants of Numerical Recipes. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
