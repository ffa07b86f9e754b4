/** A day of the calendar, `YYYY-MM-DD`, without a zone. */
export type LocalDay = string;

/** A month, `YYYY-MM`. */
export type LocalMonth = string;

/** ISO 8601: Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export function addDays(day: LocalDay, count: number): LocalDay {
  const date = toUtc(day);
  date.setUTCDate(date.getUTCDate() + count);
  return toDay(date);
}

/** The same day of another month, or that month's last day where it is shorter. */
export function addMonthsToDay(day: LocalDay, count: number): LocalDay {
  const month = addMonths(monthOf(day), count);
  const last = lastDayOf(month);
  const wished = `${month}-${day.slice(8)}`;
  return wished < last ? wished : last;
}

export function monthOf(day: LocalDay): LocalMonth {
  return day.slice(0, 7);
}

export function addMonths(month: LocalMonth, count: number): LocalMonth {
  const date = toUtc(`${month}-01`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return toDay(date).slice(0, 7);
}

export function firstDayOf(month: LocalMonth): LocalDay {
  return `${month}-01`;
}

export function lastDayOf(month: LocalMonth): LocalDay {
  return addDays(firstDayOf(addMonths(month, 1)), -1);
}

export function weekdayOf(day: LocalDay): Weekday {
  return (toUtc(day).getUTCDay() || 7) as Weekday;
}

export function startOfWeek(day: LocalDay, weekStartsOn: Weekday): LocalDay {
  return addDays(day, -((weekdayOf(day) - weekStartsOn + 7) % 7));
}

/** A week of a month; the gaps count its days in the neighbouring months. */
export interface WeekOfMonth {
  /** from 1, within the month */
  readonly number: number;
  readonly gapBefore: number;
  readonly days: readonly LocalDay[];
  readonly gapAfter: number;
}

/** The weeks that a month touches. */
export function weeksOf(month: LocalMonth, weekStartsOn: Weekday): WeekOfMonth[] {
  const weeks: WeekOfMonth[] = [];
  const last = Number(lastDayOf(month).slice(8));
  let gapBefore = (weekdayOf(firstDayOf(month)) - weekStartsOn + 7) % 7;
  for (let date = 1; date <= last; gapBefore = 0) {
    const days = Array.from({ length: Math.min(7 - gapBefore, last - date + 1) }, (_, index) => `${month}-${String(date + index).padStart(2, '0')}`);
    weeks.push({ number: weeks.length + 1, gapBefore, days, gapAfter: 7 - gapBefore - days.length });
    date += days.length;
  }
  return weeks;
}

/** Midnight in UTC of a day, for Intl with `timeZone: 'UTC'`. */
export function toUtc(day: LocalDay): Date {
  return new Date(`${day}T00:00:00Z`);
}

function toDay(date: Date): LocalDay {
  return date.toISOString().slice(0, 10);
}

/** By key; with those that the page has made while its scripts were on their way, see `formatsFor`. */
const formats = new Map<string, Intl.DateTimeFormat>(Object.entries((globalThis as { maisFormats?: Readonly<Record<string, Intl.DateTimeFormat>> }).maisFormats ?? {}));
let noted: Set<string> | null = null;

/** A format of the browser's, made once for each locale and set of options: making one takes far longer than using it. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  noted?.add(key);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known;
}

/**
 * Does something at once, and notes which formats it takes.
 * @returns what came of it, and a key of each: its locale, and behind that its options as JSON. A page that knows them can make them before
 *   this module is there, and leave them in the global `maisFormats` by their keys.
 */
export function formatsFor<Result>(work: () => Result): { result: Result; keys: readonly string[] } {
  const before = noted;
  const own = new Set<string>();
  noted = own;
  try {
    return { result: work(), keys: [...own] };
  } finally {
    noted = before;
  }
}
