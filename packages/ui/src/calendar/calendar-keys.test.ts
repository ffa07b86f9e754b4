import { expect, test } from 'vitest';

import { dayForKey } from './calendar-keys.ts';

const options = { weekStartsOn: 1, rightToLeft: false } as const;

test.each([
  ['ArrowRight', '2026-11-21'], ['ArrowLeft', '2026-11-19'], ['ArrowDown', '2026-11-27'], ['ArrowUp', '2026-11-13'],
  ['Home', '2026-11-16'], ['End', '2026-11-22'], ['PageDown', '2026-12-20'], ['PageUp', '2026-10-20'],
])('%s moves from Friday 20 November to %s', (key, day) => {
  expect(dayForKey({ key, shiftKey: false }, '2026-11-20', options)).toBe(day);
});

test('moves by a year with shift', () => {
  expect(dayForKey({ key: 'PageDown', shiftKey: true }, '2028-02-29', options)).toBe('2029-02-28');
});

test('mirrors the arrows where text runs from right to left', () => {
  expect(dayForKey({ key: 'ArrowRight', shiftKey: false }, '2026-11-20', { ...options, rightToLeft: true })).toBe('2026-11-19');
  expect(dayForKey({ key: 'ArrowLeft', shiftKey: false }, '2026-11-20', { ...options, rightToLeft: true })).toBe('2026-11-21');
});

test('leaves every other key alone', () => {
  expect(dayForKey({ key: 'Tab', shiftKey: false }, '2026-11-20', options)).toBeNull();
});
