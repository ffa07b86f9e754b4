import type { Day } from '@mais/contract';
import { expect, test } from 'vitest';

import type { Known } from './availability-store.ts';
import { firstAvailableIn, firstMonth, isBeyondAll, slotsOfDay, stateOfDay, viewMonths } from './month-view.ts';

const now = Date.parse('2026-11-20T15:00:00Z');

test('begins with the month of the first free day', () => {
  const view = look({ months: [['2026-11', '2027-01-09']], days: [] });
  expect(firstMonth(view)).toBe('2027-01');
  expect(firstMonth(look({ months: [], days: [] }))).toBe('2026-11');
});

test('finds the first free day in the reader\'s zone', () => {
  const days: Day[] = [{ day: '2026-11-22', state: 'available', slots: [slot('2026-11-21T20:00:00.000Z')] }];
  const view = look({ months: [['2026-11', '2026-11-22']], days }, { tenantZone: 'Pacific/Auckland', timeZone: 'Europe/Berlin' });
  expect(view.nextAvailableDay).toBe('2026-11-21');
  expect(firstAvailableIn(view, '2026-11')).toBe('2026-11-21');
});

test('shows the reader\'s own held time as theirs although the server counts it as taken', () => {
  const hold = {
    id: 'h', token: 't', package: 'p', partySize: 1, startsAt: '2026-11-22T10:00:00.000Z', endsAt: '2026-11-22T11:00:00.000Z', deadlineMs: 1, hasExpired: false,
  };
  const view = look({ months: [['2026-11', null]], days: [{ day: '2026-11-22', state: 'full', slots: [] }] }, { hold });
  expect(view.heldDay).toBe('2026-11-22');
  expect(stateOfDay(view, '2026-11-22', true)).toBe('available');
  expect(view.days.get('2026-11-22')?.slots).toHaveLength(1);
});

test('calls days closed when they are over and unknown until they are loaded', () => {
  const view = look({ months: [], days: [] });
  expect(stateOfDay(view, '2026-11-19', false)).toBe('closed');
  expect(stateOfDay(view, '2026-11-21', false)).toBe('unknown');
  expect(stateOfDay(view, '2026-11-21', true)).toBe('closed');
});

test('shows what is gone among what is free, on its day in the reader\'s zone, until it is over', () => {
  const days: Day[] = [{ day: '2026-11-22', state: 'available', slots: [slot('2026-11-21T20:00:00.000Z')] }];
  const gone = ['2026-11-20T14:00:00.000Z', '2026-11-21T19:00:00.000Z', '2026-11-21T21:00:00.000Z', '2026-11-23T20:00:00.000Z'].map((at) => [at, slot(at)] as const);
  const view = look({ months: [], days, gone: new Map(gone) }, { tenantZone: 'Pacific/Auckland', timeZone: 'Europe/Berlin' });
  expect(slotsOfDay(view, '2026-11-21', 'Europe/Berlin').map((shown) => [shown.slot.startsAt.slice(11, 16), shown.isGone])).toEqual([['19:00', true], ['20:00', false], ['21:00', true]]);
  expect(slotsOfDay(view, '2026-11-20', 'Europe/Berlin')).toEqual([]);
});

test('knows when nothing comes any more', () => {
  const known = knownOf([['2026-12', '2026-12-24'], ['2027-01', null]], []);
  expect(isBeyondAll(known, '2026-12')).toBe(false);
  expect(isBeyondAll(known, '2027-01')).toBe(true);
  expect(isBeyondAll(known, '2027-02')).toBe(false);
});

function look({ months, days, gone = new Map() }: { months: [string, string | null][]; days: Day[]; gone?: Known['gone'] }, options: Partial<Parameters<typeof viewMonths>[0]> = {}) {
  return viewMonths({ known: { ...knownOf(months, days), gone }, kind: 'slot', tenantZone: 'UTC', timeZone: 'UTC', nowMs: now, hold: null, ...options });
}

function knownOf(months: [string, string | null][], days: Day[]): Known {
  return {
    months: new Map(months.map(([month, nextAvailableDay]) => [month, { status: 'ready', nextAvailableDay }])),
    days: new Map(days.map((day) => [day.day, day])),
    gone: new Map(),
  };
}

function slot(startsAt: string) {
  return { startsAt, endsAt: startsAt, remaining: 1 };
}
