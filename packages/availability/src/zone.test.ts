import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { wallTimeAt } from './zone-clock.ts';
import { isTimeZone, zoneClock } from './zone.ts';
import { askIntl } from './test/local-minute.ts';

const minuteMs = 60_000;

test.each(['Europe/Paris', 'Asia/Kathmandu', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+5'])('%s is a time zone', (name) => {
  expect(isTimeZone(name)).toBe(true);
});

test.each(['', 'Mars/Olympus', '+05:30', '-08', 'Europe/Paris ', 'undefined', '../Paris'])('%j is no time zone', (name) => {
  expect(isTimeZone(name)).toBe(false);
  expect(() => zoneClock(name, 0, 0)).toThrow(RangeError);
});

test('the clock of every zone reads what Intl reads, from 1975 on', () => {
  const instants = fc.integer({ min: Date.UTC(1975, 0, 1) / minuteMs, max: Date.UTC(2045, 0, 1) / minuteMs });
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  fc.assert(
    fc.property(zones, instants, (timeZone, minute) => {
      const instantMs = minute * minuteMs;
      const reading = wallTimeAt(zoneClock(timeZone, instantMs, instantMs), instantMs);
      expect(reading / minuteMs).toBe(askIntl(timeZone, instantMs).minuteOnCalendar);
    }),
    { numRuns: 1000 },
  );
});

test('a clock over several years reads what the clocks of the single years read', () => {
  const fromMs = Date.UTC(2026, 0, 1);
  const long = zoneClock('Australia/Lord_Howe', fromMs, Date.UTC(2029, 0, 1));
  for (let instantMs = fromMs; instantMs < Date.UTC(2029, 0, 1); instantMs += 7 * 3_600_000) {
    expect(wallTimeAt(long, instantMs)).toBe(wallTimeAt(zoneClock('Australia/Lord_Howe', instantMs, instantMs), instantMs));
  }
});

test('finds the second of a change, also for offsets of odd seconds', () => {
  const changeMs = Date.parse('1972-01-07T00:44:30Z');
  const clock = zoneClock('Africa/Monrovia', changeMs, changeMs);
  expect(wallTimeAt(clock, changeMs - 1)).toBe(Date.parse('1972-01-06T23:59:59.999Z'));
  expect(wallTimeAt(clock, changeMs)).toBe(Date.parse('1972-01-07T00:44:30Z'));
});

test('keeps answering after more zones and years than it remembers', () => {
  for (let year = 1900; year < 2000; year++) zoneClock('Europe/Paris', Date.UTC(year, 5, 1), Date.UTC(year, 5, 1));
  const instantMs = Date.parse('2026-07-01T12:00:00Z');
  expect(wallTimeAt(zoneClock('Europe/Paris', instantMs, instantMs), instantMs)).toBe(Date.parse('2026-07-01T14:00:00Z'));
});
