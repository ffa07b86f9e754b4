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

test.each([
  [120000, 'USD', 'en-US', '$1,200.00', '$1,200'],
  [120050, 'USD', 'en-US', '$1,200.50', '$1,200.50'],
  [6600, 'JPY', 'en-JP', '¥6,600', '¥6,600'],
  [1500, 'KWD', 'en-US', 'KWD 1.500', 'KWD 1.500'],
  [7900, 'EUR', 'en-IE', '€79.00', '€79'],
])('writes %d minor units of %s in %s as %s', (amountMinor, currency, locale, money, price) => {
  const formats = createFormats(locale);
  expect(plain(formats.money(amountMinor, currency))).toBe(money);
  expect(plain(formats.price(amountMinor, currency))).toBe(price);
});

test('writes durations in hours and minutes', () => {
  const { duration } = createFormats('en-US');
  expect([30, 60, 90, 120].map(duration)).toEqual(['30 min', '1 hr', '1 hr 30 min', '2 hr']);
});

test('names a zone by its place', () => {
  expect(createFormats('en').place('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
});

/** Intl writes narrow and non-breaking spaces; which of them changes with its data. */
function plain(text: string): string {
  return text.replace(/\s/gu, ' ');
}
