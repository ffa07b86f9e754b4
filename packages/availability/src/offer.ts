import { clockForDays, localDayNumberOf, startOfDay } from './local-day.ts';
import { countFreeUnits, occupancyOf, type Buffers, type Occupancy } from './occupancy.ts';
import { openingHoursOf } from './opening-hours.ts';
import type { AvailabilityQuery, SessionLoad } from './query.ts';
import type { DayStarts, StartRules } from './starts-of-day.ts';

const minuteMs = 60_000;

/** A query made ready for some local days: what both the listing and the answer about one start are read from. */
export interface Offer extends StartRules {
  readonly query: AvailabilityQuery;
  readonly buffers: Buffers;
  readonly earliestStartMs: number;
  /** the last local day of the booking window */
  readonly lastDay: number;
  readonly occupancy: Occupancy;
  readonly sessions: ReadonlyMap<number, SessionLoad>;
}

/** Makes a valid query ready for the local days from `firstDay` to `lastDay`, as day numbers. */
export function offerOf(query: AvailabilityQuery, firstDay: number, lastDay: number): Offer {
  const clock = clockForDays(query.timeZone, firstDay, lastDay);
  const buffers = { beforeMs: query.bufferBeforeMinutes * minuteMs, afterMs: query.bufferAfterMinutes * minuteMs };
  const durationMs = query.kind === 'day' ? 0 : query.durationMinutes * minuteMs;
  const fromMs = startOfDay(clock, firstDay) - buffers.beforeMs;
  const toMs = startOfDay(clock, lastDay + 1) + durationMs + buffers.afterMs;
  return {
    query,
    kind: query.kind,
    clock,
    hours: openingHoursOf(query),
    durationMs,
    stepMs: query.stepMinutes * minuteMs,
    buffers,
    earliestStartMs: query.nowMs + query.minNoticeMinutes * minuteMs,
    lastDay: localDayNumberOf(query.nowMs, query.timeZone) + query.bookingWindowDays,
    occupancy: occupancyOf(query.resources, query.busy, fromMs, toMs),
    sessions: new Map(query.kind === 'session' ? query.sessions?.map((load) => [load.startsAtMs, load]) : []),
  };
}

/** What is left at each start: free units, or for a session its free seats. */
export function remainingAt(offer: Offer, starts: DayStarts): number[] {
  const remaining = countFreeUnits(offer.occupancy, starts.startsAtMs, starts.serviceMs, offer.buffers);
  if (offer.kind !== 'session') return remaining;
  for (let index = 0; index < remaining.length; index++) {
    remaining[index] = seatsLeft(offer, starts.startsAtMs[index] as number, remaining[index] as number);
  }
  return remaining;
}

/** How much of what is left one booking needs. */
export function neededBy(query: AvailabilityQuery): number {
  return query.kind === 'session' ? query.partySize : 1;
}

/** A session with seats taken holds its resources already: for it, it doesn't matter that they are busy. */
export function holdsItsResources(load: SessionLoad | undefined): boolean {
  return load !== undefined && load.seatsClaimed > 0;
}

export function isDayAtLimit(query: AvailabilityQuery, dayLocal: string): boolean {
  return query.dailyLimit !== null && (query.bookingsPerDay?.get(dayLocal) ?? 0) >= query.dailyLimit;
}

function seatsLeft(offer: Offer, startsAtMs: number, freeUnits: number): number {
  const load = offer.sessions.get(startsAtMs);
  if (freeUnits === 0 && !holdsItsResources(load)) return 0;
  const capacity = load?.capacity ?? offer.query.seats ?? 0;
  return Math.max(0, capacity - (load?.seatsClaimed ?? 0));
}
