import type { AvailabilityQuery, DayAvailability, MinuteRange } from '../query.ts';
import type { UnbookableReason } from '../is-bookable.ts';
import { localMinuteAt } from './local-minute.ts';

/**
 * The slot engine a second time: slow, minute by minute, and sharing no code with the first. It asks Intl what the clock
 * reads at every single minute and knows nothing of offsets or changes of the clock.
 */
export interface Oracle {
  readonly days: readonly DayAvailability[];
  /** all starts of the rules on the days asked for and the ones beside them, were there no blackouts */
  readonly startsAtMs: readonly number[];
  /** null when a booking may start at the instant, which must lie on one of those days */
  readonly reasonAgainst: (startsAtMs: number) => UnbookableReason | null;
  readonly isUnitFree: (resourceId: string, unitNo: number, fromMs: number, toMs: number) => boolean;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

export function askOracle(query: AvailabilityQuery): Oracle {
  const starts = offeredStarts(query);
  const startsWithoutBlackouts = query.blackouts.length === 0 ? starts : offeredStarts({ ...query, blackouts: [] });
  const reasonAgainst = (startsAtMs: number): UnbookableReason | null => {
    if (localDay(query, startsAtMs) > lastBookableDay(query)) return 'too_late';
    if (startsAtMs < query.nowMs + query.minNoticeMinutes * minuteMs) return 'too_soon';
    const endsAtMs = starts.get(startsAtMs);
    if (endsAtMs === undefined) return startsWithoutBlackouts.has(startsAtMs) ? 'blackout' : 'not_offered';
    if (isAtDailyLimit(query, localDay(query, startsAtMs))) return 'daily_limit';
    if (!ownsItsResources(query, startsAtMs) && freeUnits(query, startsAtMs, endsAtMs) === 0) return 'taken';
    return remaining(query, startsAtMs, endsAtMs) < needed(query) ? 'not_enough_seats' : null;
  };
  const days = daysBetween(query.fromDay, query.toDay).map((dayLocal): DayAvailability => {
    const ofDay = [...starts].filter(([startsAtMs]) => localDay(query, startsAtMs) === dayLocal);
    const slots = ofDay
      .filter(([startsAtMs]) => reasonAgainst(startsAtMs) === null)
      .map(([startsAtMs, endsAtMs]) => ({ startsAtMs, endsAtMs, remaining: remaining(query, startsAtMs, endsAtMs) }));
    const state = stateOf(query, dayLocal, ofDay.map(([startsAtMs]) => startsAtMs), slots.length > 0);
    return { dayLocal, state, slots };
  });
  return {
    days,
    startsAtMs: [...startsWithoutBlackouts.keys()],
    reasonAgainst,
    isUnitFree: (resourceId, unitNo, fromMs, toMs) => isUnitFree(query, resourceId, unitNo, fromMs, toMs),
  };
}

function stateOf(query: AvailabilityQuery, dayLocal: string, starts: number[], anySlot: boolean): DayAvailability['state'] {
  if (dayLocal < localDay(query, query.nowMs)) return 'past';
  if (dayLocal > lastBookableDay(query)) return 'beyond_window';
  if (starts.length === 0) return 'closed';
  if (starts.every((startsAtMs) => startsAtMs < query.nowMs)) return 'past';
  if (starts.every((startsAtMs) => startsAtMs < query.nowMs + query.minNoticeMinutes * minuteMs)) return 'notice';
  return anySlot ? 'available' : 'full';
}

/** Every start that the rules offer on the days asked for and the ones beside them, with its end, in order. */
export function offeredStarts(query: AvailabilityQuery): Map<number, number> {
  const starts = query.kind === 'day' ? startsOfDays(query) : startsOfRanges(query);
  return new Map(starts.toSorted(([a], [b]) => a - b));
}

type StartAndEnd = [startsAtMs: number, endsAtMs: number];

/** Each minute that is the first of an open local day, with the end of that day. */
function startsOfDays(query: AvailabilityQuery): StartAndEnd[] {
  return minutesAround(query).flatMap((minute): StartAndEnd[] => {
    const dayLocal = localDay(query, minute);
    if (localDay(query, minute - minuteMs) === dayLocal || rangesBeginningOn(query, dayLocal).length === 0) return [];
    let endsAtMs = minute;
    while (localDay(query, endsAtMs) === dayLocal) endsAtMs += minuteMs;
    return [[minute, endsAtMs]];
  });
}

/** Each minute that is a step of some range, and from which every minute of the service is in that range. */
function startsOfRanges(query: AvailabilityQuery): StartAndEnd[] {
  const starts: StartAndEnd[] = [];
  const minutes = minutesAround(query).map((minute) => ({ minute, ...localMinuteAt(query.timeZone, minute) }));
  const rangeDays = daysBetween(dayAfter(query.fromDay, -2), dayAfter(query.toDay, 1));
  for (const rangeDay of rangeDays) {
    for (const range of rangesBeginningOn(query, rangeDay)) {
      const opensOnCalendar = Date.parse(rangeDay) / minuteMs + range.startMinute;
      const closesOnCalendar = Date.parse(rangeDay) / minuteMs + range.endMinute;
      const isOpen = (minute: number) => {
        const { minuteOnCalendar, dayLocal } = localMinuteAt(query.timeZone, minute);
        return opensOnCalendar <= minuteOnCalendar && minuteOnCalendar < closesOnCalendar && !isBlackedOut(query, dayLocal);
      };
      for (const { minute, minuteOnCalendar } of minutes) {
        const endsAtMs = minute + query.durationMinutes * minuteMs;
        const isStep = (minuteOnCalendar - opensOnCalendar) % query.stepMinutes === 0;
        if (isStep && everyMinute(minute, endsAtMs, isOpen)) starts.push([minute, endsAtMs]);
      }
    }
  }
  return starts;
}

function rangesBeginningOn(query: AvailabilityQuery, dayLocal: string): readonly MinuteRange[] {
  if (isBlackedOut(query, dayLocal)) return [];
  const override = query.overrides.find((candidate) => candidate.dayLocal === dayLocal);
  if (override !== undefined) return override.ranges;
  const sundayIsZero = new Date(`${dayLocal}T00:00:00Z`).getUTCDay();
  return query.weekly.filter((range) => range.weekday % 7 === sundayIsZero);
}

function isBlackedOut(query: AvailabilityQuery, dayLocal: string): boolean {
  return query.blackouts.some(({ startsOn, endsOn }) => startsOn <= dayLocal && dayLocal <= endsOn);
}

function remaining(query: AvailabilityQuery, startsAtMs: number, endsAtMs: number): number {
  const free = freeUnits(query, startsAtMs, endsAtMs);
  if (query.kind !== 'session') return free;
  const load = query.sessions?.find((session) => session.startsAtMs === startsAtMs);
  const seats = load === undefined ? (query.seats as number) : load.capacity - load.seatsClaimed;
  return ownsItsResources(query, startsAtMs) || free > 0 ? Math.max(0, seats) : 0;
}

function ownsItsResources(query: AvailabilityQuery, startsAtMs: number): boolean {
  if (query.kind !== 'session') return false;
  return (query.sessions ?? []).some((session) => session.startsAtMs === startsAtMs && session.seatsClaimed > 0);
}

function freeUnits(query: AvailabilityQuery, startsAtMs: number, endsAtMs: number): number {
  const fromMs = startsAtMs - query.bufferBeforeMinutes * minuteMs;
  const toMs = endsAtMs + query.bufferAfterMinutes * minuteMs;
  return Math.min(
    ...query.resources.map(({ resourceId, units }) => {
      const numbers = Array.from({ length: units }, (_, index) => index + 1);
      return numbers.filter((unitNo) => isUnitFree(query, resourceId, unitNo, fromMs, toMs)).length;
    }),
  );
}

function isUnitFree(query: AvailabilityQuery, resourceId: string, unitNo: number, fromMs: number, toMs: number): boolean {
  return !query.busy.some(
    (span) => span.resourceId === resourceId && span.unitNo === unitNo && span.startsAtMs < toMs && span.endsAtMs > fromMs,
  );
}

function needed(query: AvailabilityQuery): number {
  return query.kind === 'session' ? query.partySize : 1;
}

function isAtDailyLimit(query: AvailabilityQuery, dayLocal: string): boolean {
  return query.dailyLimit !== null && (query.bookingsPerDay?.get(dayLocal) ?? 0) >= query.dailyLimit;
}

function lastBookableDay(query: AvailabilityQuery): string {
  return dayAfter(localDay(query, query.nowMs), query.bookingWindowDays);
}

function localDay(query: AvailabilityQuery, instantMs: number): string {
  return localMinuteAt(query.timeZone, instantMs).dayLocal;
}

/** All minutes of the days asked for and of the ones beside them. */
function minutesAround(query: AvailabilityQuery): number[] {
  const fromMs = Date.parse(query.fromDay) - 2 * dayMs;
  const toMs = Date.parse(query.toDay) + 3 * dayMs;
  return Array.from({ length: (toMs - fromMs) / minuteMs }, (_, index) => fromMs + index * minuteMs);
}

function everyMinute(fromMs: number, toMs: number, holds: (minute: number) => boolean): boolean {
  for (let minute = fromMs; minute < toMs; minute += minuteMs) {
    if (!holds(minute)) return false;
  }
  return true;
}

function daysBetween(firstDay: string, lastDay: string): string[] {
  const days: string[] = [];
  for (let day = firstDay; day <= lastDay; day = dayAfter(day, 1)) days.push(day);
  return days;
}

function dayAfter(dayLocal: string, days: number): string {
  return new Date(Date.parse(dayLocal) + days * dayMs).toISOString().slice(0, 10);
}
