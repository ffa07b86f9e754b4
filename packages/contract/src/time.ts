import { z } from 'zod';

/** A day of the calendar, `YYYY-MM-DD`, read in the zone that the field's owner names. */
export const LocalDay = z.iso.date('must be a day such as 2027-06-12');

/** A day far enough from both ends of the calendar for the arithmetic of every zone. */
export const BookableDay = LocalDay.refine((day) => /^20\d\d-/.test(day), 'must lie in the years 2000 to 2099');

/** A UTC instant in ISO 8601, `2027-06-12T14:00:00.000Z`; what we send always has milliseconds and `Z`. */
export const Instant = z.iso.datetime({ offset: true, abort: true, error: 'must be an instant such as 2027-06-12T14:00:00Z' });

/** An instant far enough from both ends of the calendar for the arithmetic of every zone. */
export const BookableInstant = Instant.refine((text) => /^20\d\d-/.test(new Date(text).toISOString()), 'must lie in the years 2000 to 2099');

/** An IANA time zone, `America/New_York`. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone such as America/New_York');

function isTimeZone(name: string): boolean {
  // Intl also takes offsets such as "+02:00", which name no zone.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
