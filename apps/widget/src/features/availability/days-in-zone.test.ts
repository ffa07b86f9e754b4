import type { Day } from '@mais/contract';
import { expect, test } from 'vitest';

import { dayFormat, daysInZone } from './days-in-zone.ts';

const auckland = { kind: 'session', tenantZone: 'Pacific/Auckland' } as const;

test('moves a morning in Auckland to the evening before in New York', () => {
  const days = known({ day: '2027-01-10', state: 'available', slots: [slot('2027-01-09T20:00:00.000Z'), slot('2027-01-10T05:00:00.000Z')] });
  const seen = daysInZone(days, { ...auckland, timeZone: 'America/New_York' });
  expect(seen.get('2027-01-09')?.slots).toEqual([slot('2027-01-09T20:00:00.000Z')]);
  expect(seen.get('2027-01-10')?.slots).toEqual([slot('2027-01-10T05:00:00.000Z')]);
});

test('gathers the slots of two of the tenant\'s days in order', () => {
  const days = known(
    { day: '2027-01-10', state: 'available', slots: [slot('2027-01-10T05:00:00.000Z')] },
    { day: '2027-01-11', state: 'available', slots: [slot('2027-01-10T20:00:00.000Z')] },
  );
  const seen = daysInZone(days, { ...auckland, timeZone: 'UTC' });
  expect(seen.get('2027-01-10')?.slots.map((one) => one.startsAt)).toEqual(['2027-01-10T05:00:00.000Z', '2027-01-10T20:00:00.000Z']);
  expect(seen.get('2027-01-11')).toEqual({ day: '2027-01-11', state: 'closed', slots: [] });
});

test('keeps a full day full and the tenant\'s whole days as they are', () => {
  const days = known({ day: '2027-01-10', state: 'full', slots: [] });
  expect(daysInZone(days, { ...auckland, timeZone: 'UTC' }).get('2027-01-10')?.state).toBe('full');
  expect(daysInZone(days, { kind: 'day', tenantZone: 'Pacific/Auckland', timeZone: 'UTC' })).toBe(days);
});

test('names the day of an instant where one is', () => {
  expect(dayFormat('Asia/Tokyo')('2026-12-31T16:00:00.000Z')).toBe('2027-01-01');
  expect(dayFormat('America/New_York')('2027-01-01T03:00:00.000Z')).toBe('2026-12-31');
});

function slot(startsAt: string) {
  return { startsAt, endsAt: startsAt, remaining: 3 };
}

function known(...days: Day[]): Map<string, Day> {
  return new Map(days.map((day) => [day.day, day]));
}
