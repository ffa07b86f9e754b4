import { dayBounds } from '@mais/availability';
import type { Booking } from '@mais/contract';

/** `Sat, 12 December 2026, 9:00 – 10:30 pm (Eastern Time)`, in the tenant's zone; a whole day has no time of day. */
export function writeTime({ startsAt, endsAt, timeZone }: Pick<Booking, 'startsAt' | 'endsAt' | 'timeZone'>, locale: string): string {
  const [start, end] = [new Date(startsAt), new Date(endsAt)];
  const day = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
  if (isWholeDay(start, end, timeZone)) return new Intl.DateTimeFormat(locale, day).format(start);
  const range = new Intl.DateTimeFormat(locale, { ...day, hour: 'numeric', minute: '2-digit' }).formatRange(start, end);
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' }).formatToParts(start).find(({ type }) => type === 'timeZoneName')?.value;
  return `${range} (${zone ?? timeZone})`;
}

/** The day of an instant in a zone. */
export function dayOf(instant: Date, timeZone: string): string {
  // Sweden writes its days as ISO does.
  return new Intl.DateTimeFormat('sv', { timeZone }).format(instant);
}

export function isWholeDay(start: Date, end: Date, timeZone: string): boolean {
  const day = dayBounds(dayOf(start, timeZone), timeZone);
  return start.getTime() === day.startsAtMs && end.getTime() === day.endsAtMs;
}
