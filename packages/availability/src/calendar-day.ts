const dayMs = 86_400_000;
const digitZero = 48;
const hyphen = 45;
/** 1000-01-01 and 9999-12-31: years of four digits, for which ISO text and Date agree. */
const firstDayNumber = -354_285;
const lastDayNumber = 2_932_896;

/** Whether the text is a day of the calendar written `YYYY-MM-DD`, from the year 1000 on. */
export function isIsoDay(text: string): boolean {
  const dayNumber = parseDay(text);
  return dayNumber >= firstDayNumber && dayNumber <= lastDayNumber && toIsoDay(dayNumber) === text;
}

/**
 * The day so many calendar days later, or earlier for a negative number.
 * @throws RangeError when the text is no day, or the result lies outside the years 1000 to 9999
 */
export function addDays(dayLocal: string, days: number): string {
  return toIsoDay(dayNumberOf(dayLocal) + days);
}

/** Whether the number is an instant whose day can be written in every zone: a little within the years 1000 to 9999. */
export function isInstant(instantMs: number): boolean {
  return instantMs >= (firstDayNumber + 1) * dayMs && instantMs < lastDayNumber * dayMs;
}

/**
 * Days from 1970-01-01 to the day.
 * @throws RangeError when the text is no day
 */
export function dayNumberOf(dayLocal: string): number {
  if (!isIsoDay(dayLocal)) throw new RangeError(`not a day: ${JSON.stringify(dayLocal)}`);
  return parseDay(dayLocal);
}

/**
 * The day so many days after 1970-01-01, as `YYYY-MM-DD`.
 * @throws RangeError outside the years 1000 to 9999
 * @see https://howardhinnant.github.io/date_algorithms.html#civil_from_days
 */
export function toIsoDay(dayNumber: number): string {
  if (!Number.isInteger(dayNumber) || dayNumber < firstDayNumber || dayNumber > lastDayNumber) {
    throw new RangeError(`day out of range: ${dayNumber}`);
  }
  // The algorithm's year begins in March, so that the leap day is its last. Date.toISOString costs ten times as much.
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

/** ISO weekday of a day number: Monday is 1, Sunday 7; 1970-01-01 was a Thursday. */
export function weekdayOf(dayNumber: number): number {
  return ((((dayNumber + 3) % 7) + 7) % 7) + 1;
}

/** The day number for text of the right shape, overflowing days and months carried over; NaN for any other shape. */
function parseDay(text: string): number {
  if (text.length !== 10 || text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen) return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  // Date.UTC reads the years 0 to 99 as 1900 to 1999, which isIsoDay then refuses because the text differs.
  return Date.UTC(year, month - 1, day) / dayMs;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - digitZero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
