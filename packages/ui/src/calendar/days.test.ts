import { expect, test } from 'vitest';

import { addDays, addMonths, addMonthsToDay, dateFormat, formatsFor, lastDayOf, startOfWeek, toUtc, weekdayOf, weeksOf } from './days.ts';

test('counts days across months, years and leap days', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2027-12-31', 1)).toBe('2028-01-01');
  expect(addDays('2027-03-01', -1)).toBe('2027-02-28');
});

test('counts months across years', () => {
  expect(addMonths('2026-11', 2)).toBe('2027-01');
  expect(addMonths('2027-01', -1)).toBe('2026-12');
  expect(lastDayOf('2028-02')).toBe('2028-02-29');
});

test('moves to the last day of a shorter month', () => {
  expect(addMonthsToDay('2027-01-31', 1)).toBe('2027-02-28');
  expect(addMonthsToDay('2027-03-15', -1)).toBe('2027-02-15');
});

test('numbers weekdays from Monday to Sunday', () => {
  expect(weekdayOf('2026-11-20')).toBe(5);
  expect(weekdayOf('2026-11-22')).toBe(7);
});

test('begins a week on the day that the locale begins it', () => {
  expect(startOfWeek('2026-11-20', 1)).toBe('2026-11-16');
  expect(startOfWeek('2026-11-20', 7)).toBe('2026-11-15');
  expect(startOfWeek('2026-11-20', 6)).toBe('2026-11-14');
});

test('lays a month out in whole weeks with gaps for other months', () => {
  const weeks = weeksOf('2026-11', 1);
  expect(weeks[0]).toEqual({ number: 1, gapBefore: 6, days: ['2026-11-01'], gapAfter: 0 });
  expect(weeks.at(-1)).toEqual({ number: 6, gapBefore: 0, days: ['2026-11-30'], gapAfter: 6 });
  expect(weeks.flatMap((week) => week.days)).toHaveLength(30);
  expect(weeksOf('2027-02', 1)).toHaveLength(4);
});

function write(): string {
  return dateFormat('de-AT', { weekday: 'long', timeZone: 'UTC' }).format(toUtc('2026-11-20'));
}

test('notes which formats a piece of work takes, by their keys, each once and also where they are known already', () => {
  expect(write()).toBe('Freitag');
  const { result, keys } = formatsFor(() => {
    const inner = formatsFor(() => dateFormat('ja-JP', { day: 'numeric' }));
    return [write(), write(), ...inner.keys];
  });
  expect(result).toEqual(['Freitag', 'Freitag', 'ja-JP{"day":"numeric"}']);
  expect(keys).toEqual(['de-AT{"weekday":"long","timeZone":"UTC"}']);
  expect(() => formatsFor(() => { throw new Error('in between'); })).toThrow('in between');
  write();
  expect(formatsFor(() => null).keys).toEqual([]);
});
