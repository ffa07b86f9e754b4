import { expect, test } from 'vitest';

import { TestClock } from './test-clock.ts';

test('stands still until it is moved', () => {
  const clock = new TestClock('2026-11-20T09:00:00Z');
  expect(clock.now()).toEqual(new Date('2026-11-20T09:00:00Z'));
  clock.advance(90_000);
  expect(clock.now()).toEqual(new Date('2026-11-20T09:01:30Z'));
  clock.set('2026-03-29T00:59:59Z');
  expect(clock.now()).toEqual(new Date('2026-03-29T00:59:59Z'));
});

test('gives each caller a date of its own', () => {
  const clock = new TestClock(new Date('2026-11-20T09:00:00Z'));
  clock.now().setFullYear(1999);
  expect(clock.now().getUTCFullYear()).toBe(2026);
});

test('refuses what is not an instant', () => {
  expect(() => new TestClock('soon')).toThrow('Not an instant: soon');
});
