import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayNumberOf, isInstant, isIsoDay, toIsoDay, weekdayOf } from './calendar-day.ts';

const dayMs = 86_400_000;

test.each(['2026-11-20', '2028-02-29', '2000-02-29', '1000-01-01', '9999-12-31'])('%s is a day', (text) => {
  expect(isIsoDay(text)).toBe(true);
});

test.each([
  '', '2026-11-31', '2026-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-01-00', '0026-01-01', '0999-12-31',
  '2026-1-1', '20261120', '2026/11/20', ' 2026-11-20', '2026-11-20T00:00', '+002026-11-20', '２０２６-11-20', '2026-1a-01',
])('%j is no day', (text) => {
  expect(isIsoDay(text)).toBe(false);
  expect(() => addDays(text, 1)).toThrow(RangeError);
});

test('days are numbered and written as Date does it', () => {
  const days = fc.integer({ min: Date.UTC(1000, 0, 1) / dayMs, max: Date.UTC(9999, 11, 31) / dayMs });
  fc.assert(
    fc.property(days, (dayNumber) => {
      const date = new Date(dayNumber * dayMs);
      const text = date.toISOString().slice(0, 10);
      expect(toIsoDay(dayNumber)).toBe(text);
      expect(dayNumberOf(text)).toBe(dayNumber);
      expect(weekdayOf(dayNumber)).toBe(date.getUTCDay() === 0 ? 7 : date.getUTCDay());
    }),
    { numRuns: 2000 },
  );
});

test('adds days over the ends of months and years, and takes them away', () => {
  expect(addDays('2027-12-31', 1)).toBe('2028-01-01');
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(addDays('2026-11-20', 0)).toBe('2026-11-20');
});

test('refuses a day that four digits of year can not write', () => {
  expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
  expect(() => addDays('1000-01-01', -1)).toThrow(RangeError);
  expect(() => addDays('2026-11-20', 0.5)).toThrow(RangeError);
});

test('an instant is a number whose day can be written in every zone', () => {
  expect([0, Date.UTC(2026, 10, 20), Date.UTC(1000, 0, 2), Date.UTC(9999, 11, 31) - 1].map(isInstant)).toEqual([true, true, true, true]);
  expect([NaN, Infinity, -Infinity, Date.UTC(1000, 0, 1), Date.UTC(9999, 11, 31)].map(isInstant)).toEqual([false, false, false, false, false]);
});
