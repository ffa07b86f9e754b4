import { dayNumberOf, toIsoDay } from './calendar-day.ts';
import { firstInstantReading, wallTimeAt, type ZoneClock } from './zone-clock.ts';
import { zoneClock } from './zone.ts';

const dayMs = 86_400_000;

/** A span of instants in UTC milliseconds, the end excluded. */
export interface Span {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/**
 * The local day that an instant belongs to, as `YYYY-MM-DD`.
 * @throws RangeError for an unknown zone, or an instant outside the years 1000 to 9999
 */
export function localDayOf(instantMs: number, timeZone: string): string {
  return toIsoDay(localDayNumberOf(instantMs, timeZone));
}

/**
 * A local day as instants: from its first instant to the first of the next day. That is local midnight, or where the
 * clock skips midnight, the moment after the gap. Its length may be 23, 23.5, 24, 24.5 or 25 hours, and 0 for a day that
 * the zone left out, as Samoa did 2011-12-30.
 * @throws RangeError for an unknown zone or a text that is no day
 */
export function dayBounds(dayLocal: string, timeZone: string): Span {
  const dayNumber = dayNumberOf(dayLocal);
  const clock = clockForDays(timeZone, dayNumber, dayNumber);
  return { startsAtMs: startOfDay(clock, dayNumber), endsAtMs: startOfDay(clock, dayNumber + 1) };
}

/** As localDayOf, but as days from 1970-01-01. */
export function localDayNumberOf(instantMs: number, timeZone: string): number {
  const utcDay = Math.floor(instantMs / dayMs);
  const clock = clockForDays(timeZone, utcDay, utcDay);
  const dayNumber = Math.floor(wallTimeAt(clock, instantMs) / dayMs);
  // St. John's used to set its clocks back from 0:01. A day that has begun stays, so that each instant has one day.
  return startOfDay(clock, dayNumber + 1) <= instantMs ? dayNumber + 1 : dayNumber;
}

/** The first instant of a local day. */
export function startOfDay(clock: ZoneClock, dayNumber: number): number {
  return firstInstantReading(clock, dayNumber * dayMs);
}

/** A clock that is right for these local days and the few around them that a range or service may reach. */
export function clockForDays(timeZone: string, firstDay: number, lastDay: number): ZoneClock {
  return zoneClock(timeZone, (firstDay - 3) * dayMs, (lastDay + 4) * dayMs);
}
