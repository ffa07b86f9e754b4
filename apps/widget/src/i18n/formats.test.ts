import { expect, test } from 'vitest';

import { createFormats } from './formats.ts';

const start = '2026-11-21T08:00:00Z';
const end = '2026-11-21T09:30:00Z';

test('writes a time and a range of the same locale alike', () => {
  const german = createFormats('en-DE');
  expect(german.time(start, 'UTC')).toBe('08:00');
  expect(plain(german.timeRange(start, end, 'UTC'))).toBe('08:00–09:30');
  const american = createFormats('en-US');
  expect(plain(american.time(start, 'UTC'))).toBe('8:00 AM');
  expect(plain(american.timeRange(start, end, 'UTC'))).toBe('8:00 – 9:30 AM');
});

test('names both days of a range across midnight', () => {
  expect(createFormats('en-GB').timeRange('2026-11-21T23:00:00Z', '2026-11-22T01:00:00Z', 'UTC')).toContain('23:00');
});

test('writes an amount to be paid in full, and a price as short as it is', () => {
  const formats = createFormats('en-US');
  expect([formats.money(120000, 'USD'), formats.price(120000, 'USD')]).toEqual(['$1,200.00', '$1,200']);
});

test('writes durations in hours and minutes', () => {
  const { duration } = createFormats('en-US');
  expect([30, 60, 90, 120].map(duration)).toEqual(['30 min', '1 hr', '1 hr 30 min', '2 hr']);
});

test('names zones in the language of the page', () => {
  expect(createFormats('en').zone('America/New_York')).toBe('Eastern Time');
  expect(createFormats('de-AT').zone('Europe/Vienna')).toBe('Mitteleuropäische Zeit');
  expect(createFormats('ar-AE').zone('Asia/Dubai')).toBe('توقيت الخليج');
  expect(createFormats('ja').zone('America/Los_Angeles')).toBe('米国太平洋時間');
});

test('writes a day with its times as the language joins them', () => {
  expect(plain(createFormats('de-DE').dayAndTimes(start, end, 'UTC'))).toBe('Sa., 21. Nov. 2026, 08:00–09:30 Uhr');
  expect(plain(createFormats('ar-AE').dayAndTimes(start, end, 'UTC'))).toBe('السبت، 21 نوفمبر 2026، 8:00–9:30 ص');
  expect(plain(createFormats('en-GB').shortDayTime(start, 'UTC'))).toBe('Sat 21 Nov, 08:00');
});

test('writes every number of a page in the numerals of its region', () => {
  const egyptian = createFormats('ar-EG');
  const written = [egyptian.number(12), egyptian.clock(545), egyptian.time(start, 'UTC'), egyptian.longDay('2026-11-21'), egyptian.money(120050, 'EGP'), egyptian.duration(90)];
  for (const text of written) expect(text).not.toMatch(/[0-9]/u);
  const emirati = createFormats('ar-AE');
  for (const text of [emirati.number(12), emirati.clock(545), emirati.longDay('2026-11-21'), emirati.money(120050, 'AED')]) expect(text).not.toMatch(/[٠-٩]/u);
});

test('writes what is left of a countdown', () => {
  const { clock } = createFormats('en');
  expect([545, 60, 5].map(clock)).toEqual(['9:05', '1:00', '0:05']);
  expect([7200, 7199, 7140, 3601, 3600, 3599].map(clock)).toEqual(['2 hr', '2 hr', '1 hr 59 min', '1 hr 1 min', '1 hr', '59:59']);
  expect(createFormats('ar-EG').clock(7140)).toContain('٥٩');
});

/** Intl writes narrow and non-breaking spaces; which of them changes with its data. */
function plain(text: string): string {
  return text.replace(/\s/gu, ' ');
}
