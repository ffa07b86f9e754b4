import { dayNumberOf, weekdayOf } from './calendar-day.ts';
import type { AvailabilityQuery, MinuteRange } from './query.ts';

/** The rules of a query, ready to be asked day by day; days are numbers. */
export interface OpeningHours {
  /** by ISO weekday; index 0 is unused */
  readonly weekly: readonly (readonly MinuteRange[])[];
  readonly overrides: ReadonlyMap<number, readonly MinuteRange[]>;
  readonly blackouts: readonly { readonly first: number; readonly last: number }[];
}

export function openingHoursOf(query: AvailabilityQuery): OpeningHours {
  const weekly: MinuteRange[][] = [[], [], [], [], [], [], [], []];
  for (const range of byStart(query.weekly)) weekly[range.weekday]?.push(range);
  const overrides = new Map<number, readonly MinuteRange[]>();
  for (const override of query.overrides) overrides.set(dayNumberOf(override.dayLocal), byStart(override.ranges));
  const blackouts = query.blackouts.map((blackout) => ({
    first: dayNumberOf(blackout.startsOn),
    last: dayNumberOf(blackout.endsOn),
  }));
  return { weekly, overrides, blackouts };
}

/** The ranges that begin on a day, by their start; none on a blacked-out day, not even what runs past its midnight. */
export function rangesOf(hours: OpeningHours, dayNumber: number): readonly MinuteRange[] {
  if (isBlackedOut(hours, dayNumber)) return [];
  return hours.overrides.get(dayNumber) ?? hours.weekly[weekdayOf(dayNumber)] ?? [];
}

export function isBlackedOut(hours: OpeningHours, dayNumber: number): boolean {
  for (const blackout of hours.blackouts) {
    if (blackout.first <= dayNumber && dayNumber <= blackout.last) return true;
  }
  return false;
}

function byStart<Range extends MinuteRange>(ranges: readonly Range[]): Range[] {
  return ranges.toSorted((a, b) => a.startMinute - b.startMinute);
}
