import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from './calendar-day.ts';
import { dayBounds, localDayOf } from './local-day.ts';

const hourMs = 3_600_000;

test.each([
  { dayLocal: '2026-11-20', timeZone: 'Asia/Kathmandu', startsAt: '2026-11-19T18:15:00Z', hours: 24, why: 'an offset of 5:45' },
  { dayLocal: '2026-03-08', timeZone: 'America/New_York', startsAt: '2026-03-08T05:00:00Z', hours: 23, why: 'an hour is skipped' },
  { dayLocal: '2026-11-01', timeZone: 'America/New_York', startsAt: '2026-11-01T04:00:00Z', hours: 25, why: 'an hour is repeated' },
  { dayLocal: '2026-10-04', timeZone: 'Australia/Lord_Howe', startsAt: '2026-10-03T13:30:00Z', hours: 23.5, why: 'half an hour is skipped' },
  { dayLocal: '2026-04-05', timeZone: 'Australia/Lord_Howe', startsAt: '2026-04-04T13:00:00Z', hours: 24.5, why: 'half an hour is repeated' },
  { dayLocal: '2026-09-06', timeZone: 'America/Santiago', startsAt: '2026-09-06T04:00:00Z', hours: 23, why: 'midnight is skipped' },
  { dayLocal: '2026-04-04', timeZone: 'America/Santiago', startsAt: '2026-04-04T03:00:00Z', hours: 25, why: 'the hour before midnight is repeated' },
  { dayLocal: '2026-04-24', timeZone: 'Africa/Cairo', startsAt: '2026-04-23T22:00:00Z', hours: 23, why: 'midnight is skipped' },
  { dayLocal: '2026-10-25', timeZone: 'Atlantic/Azores', startsAt: '2026-10-25T00:00:00Z', hours: 25, why: 'midnight comes twice' },
  { dayLocal: '2011-12-30', timeZone: 'Pacific/Apia', startsAt: '2011-12-30T10:00:00Z', hours: 0, why: 'the day was left out' },
])('$dayLocal in $timeZone starts at $startsAt and has $hours hours: $why', ({ dayLocal, timeZone, startsAt, hours }) => {
  const startsAtMs = Date.parse(startsAt);
  expect(dayBounds(dayLocal, timeZone)).toEqual({ startsAtMs, endsAtMs: startsAtMs + hours * hourMs });
});

test('a day that has begun stays, though the clock goes back to the evening before', () => {
  const midnightMs = Date.parse('2010-11-07T02:30:00Z');
  expect(dayBounds('2010-11-07', 'America/St_Johns').startsAtMs).toBe(midnightMs);
  expect(localDayOf(midnightMs - 1, 'America/St_Johns')).toBe('2010-11-06');
  const clockReads2350 = Date.parse('2010-11-07T03:20:00Z');
  expect(localDayOf(clockReads2350, 'America/St_Johns')).toBe('2010-11-07');
});

test('every instant of every zone lies in its own local day, and days leave no gap between them', () => {
  const instants = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2045, 0, 1) });
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  fc.assert(
    fc.property(zones, instants, (timeZone, instantMs) => {
      const dayLocal = localDayOf(instantMs, timeZone);
      const { startsAtMs, endsAtMs } = dayBounds(dayLocal, timeZone);
      expect(startsAtMs).toBeLessThanOrEqual(instantMs);
      expect(endsAtMs).toBeGreaterThan(instantMs);
      expect(dayBounds(addDays(dayLocal, 1), timeZone).startsAtMs).toBe(endsAtMs);
      expect(localDayOf(startsAtMs, timeZone)).toBe(dayLocal);
      expect(localDayOf(endsAtMs - 1, timeZone)).toBe(dayLocal);
    }),
    { numRuns: 1000 },
  );
});

test('refuses what is no zone, no day or no instant', () => {
  expect(() => localDayOf(0, 'Mars/Olympus')).toThrow(RangeError);
  expect(() => localDayOf(Number.NaN, 'UTC')).toThrow(RangeError);
  expect(() => localDayOf(8.64e15, 'UTC')).toThrow(RangeError);
  expect(() => dayBounds('2026-02-30', 'UTC')).toThrow(RangeError);
  expect(() => dayBounds('2026-02-28', '+01:00')).toThrow(RangeError);
});
