import { writeMoney } from '@mais/languages';
import { dateFormat as sharedDateFormat, toUtc } from '@mais/ui/days';

/** How this language writes days, times and money. */
export interface Formats {
  /** `Saturday 12 December 2026` */
  longDay(day: string): string;
  /** `Sat 12 Dec` */
  shortDay(day: string): string;
  /** `10:30` or `10:30 AM`, in a zone */
  time(instant: string, timeZone: string): string;
  /** the day of an instant in a zone, written out */
  dayOf(instant: string, timeZone: string): string;
  /** `GMT+2` */
  offset(instant: string, timeZone: string): string;
  /** `Eastern Time` */
  zone(timeZone: string): string;
  /** `1 h 30 min` */
  duration(minutes: number): string;
  /** `9:00 – 10:30 pm`, in a zone */
  timeRange(startsAt: string, endsAt: string, timeZone: string): string;
  /** `Sat, 12 Dec 2026, 9:00 – 10:30 pm`, in a zone */
  dayAndTimes(startsAt: string, endsAt: string, timeZone: string): string;
  /** `Sat 12 Dec, 10:30`, in a zone */
  shortDayTime(instant: string, timeZone: string): string;
  /** `December` */
  month(month: string): string;
  /** `9:05`, what is left of a countdown; from an hour on in words, as `1 h 59 min`: nobody counts those seconds */
  clock(seconds: number): string;
  /** `12`, in the language's numerals */
  number(value: number): string;
  /** `Sat, 12 Dec 2026` of an instant in a zone */
  shortDayOf(instant: string, timeZone: string): string;
  /** `$1,200.50` */
  money(amountMinor: number, currency: string): string;
  /** a price in a catalog: `$1,200` where it is whole */
  price(amountMinor: number, currency: string): string;
  list(parts: readonly string[]): string;
}

/** Makes the formats of a locale. */
export function createFormats(locale: string): Formats {
  const dateFormat = (options: Intl.DateTimeFormatOptions) => sharedDateFormat(locale, options);
  // Without it, some locales of the 24-hour clock write 3:00 here and 03:00 in a range.
  const is24Hours = dateFormat({ hour: 'numeric' }).resolvedOptions().hour12 === false;
  const clock = { hour: is24Hours ? '2-digit' : 'numeric', minute: '2-digit' } as const;
  const numbers = new Intl.NumberFormat(locale);
  const twoDigits = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  const shortDate = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const long = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  // Written thirty times for a month.
  let longDays: Intl.DateTimeFormat | undefined;
  return {
    longDay: (day) => (longDays ??= dateFormat({ ...long, timeZone: 'UTC' })).format(toUtc(day)),
    shortDay: (day) => dateFormat({ ...shortDate, timeZone: 'UTC' }).format(toUtc(day)),
    time: (instant, timeZone) => dateFormat({ ...clock, timeZone }).format(new Date(instant)),
    dayOf: (instant, timeZone) => dateFormat({ ...long, timeZone }).format(new Date(instant)),
    offset: (instant, timeZone) =>
      dateFormat({ timeZone, timeZoneName: 'shortOffset' }).formatToParts(new Date(instant)).find((part) => part.type === 'timeZoneName')?.value ?? '',
    zone: (timeZone) => dateFormat({ timeZone, timeZoneName: 'longGeneric' }).formatToParts().find((part) => part.type === 'timeZoneName')?.value ?? timeZone,
    duration: (minutes) => formatDuration(minutes, locale),
    timeRange: (startsAt, endsAt, timeZone) => dateFormat({ ...clock, timeZone }).formatRange(new Date(startsAt), new Date(endsAt)),
    dayAndTimes: (startsAt, endsAt, timeZone) =>
      dateFormat({ ...shortDate, year: 'numeric', ...clock, timeZone }).formatRange(new Date(startsAt), new Date(endsAt)),
    shortDayTime: (instant, timeZone) => dateFormat({ ...shortDate, ...clock, timeZone }).format(new Date(instant)),
    shortDayOf: (instant, timeZone) => dateFormat({ ...shortDate, year: 'numeric', timeZone }).format(new Date(instant)),
    month: (month) => dateFormat({ month: 'long', timeZone: 'UTC' }).format(toUtc(`${month}-01`)),
    clock: (seconds) => seconds >= 3600 ? formatDuration(Math.ceil(seconds / 60), locale) : `${numbers.format(Math.floor(seconds / 60))}:${twoDigits.format(seconds % 60)}`,
    number: (value) => numbers.format(value),
    money: (amountMinor, currency) => writeMoney(amountMinor, currency, locale),
    price: (amountMinor, currency) => writeMoney(amountMinor, currency, locale, { whole: true }),
    list: (parts) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts),
  };
}

function formatDuration(minutes: number, locale: string): string {
  const unit = (value: number, name: 'hour' | 'minute') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [...(hours > 0 ? [unit(hours, 'hour')] : []), ...(rest > 0 || hours === 0 ? [unit(rest, 'minute')] : [])];
  return new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' }).format(parts);
}
