import { askIntl } from './local-minute.ts';

/** The zones of the tests: every kind of rule that is odd in its own way, and three without any change of the clock. */
export const zonesOfTheTests = [
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/New_York',
  'Europe/Paris',
  'Europe/London',
  'Pacific/Auckland',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'America/Sao_Paulo',
] as const;

/** Changes that the rules of today's zones don't bring forth, but that others have brought and may bring again. */
export const oddClockChanges = [
  { what: 'a fast that takes summer time back for a month', timeZone: 'Africa/Casablanca', at: '2025-02-23T02:00:00Z' },
  { what: 'the end of that fast', timeZone: 'Africa/Casablanca', at: '2025-04-06T02:00:00Z' },
  { what: 'a day left out', timeZone: 'Pacific/Apia', at: '2011-12-30T10:00:00Z' },
  { what: 'a midnight that comes twice', timeZone: 'Atlantic/Azores', at: '2026-10-25T01:00:00Z' },
  { what: 'an hour before midnight that comes twice', timeZone: 'Asia/Beirut', at: '2026-10-24T21:00:00Z' },
  { what: 'two hours at once', timeZone: 'Antarctica/Troll', at: '2026-03-29T01:00:00Z' },
  { what: 'half an hour for good, at midnight', timeZone: 'Asia/Pyongyang', at: '2018-05-04T15:00:00Z' },
] as const;

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** The instants within [fromMs, toMs) before which the clock read something else than a minute earlier, by asking each hour. */
export function clockChanges(timeZone: string, fromMs: number, toMs: number): number[] {
  const changes: number[] = [];
  for (let hour = fromMs; hour < toMs; hour += hourMs) {
    if (offsetAt(timeZone, hour) === offsetAt(timeZone, hour + hourMs)) continue;
    for (let minute = hour; minute < hour + hourMs; minute += minuteMs) {
      if (offsetAt(timeZone, minute) !== offsetAt(timeZone, minute + minuteMs)) changes.push(minute + minuteMs);
    }
  }
  return changes;
}

function offsetAt(timeZone: string, instantMs: number): number {
  return askIntl(timeZone, instantMs).minuteOnCalendar - instantMs / minuteMs;
}
