import { expect, test } from 'vitest';
import { isBookable } from './is-bookable.ts';
import type { AvailabilityQuery } from './query.ts';
import { aQuery, everyDay, hours } from './test/a-query.ts';
import { InvalidAvailabilityQueryError } from './validate-query.ts';

const minuteMs = 60_000;
const ten = Date.parse('2026-11-23T15:00:00Z');
const busyAtTen = { resourceId: 'room', unitNo: 1, startsAtMs: ten, endsAtMs: ten + 60 * minuteMs };

test('answers with the spans to claim and a free unit of each resource', () => {
  const query = aQuery({
    resources: [{ resourceId: 'room', units: 2 }, { resourceId: 'guide', units: 1 }],
    busy: [busyAtTen],
    bufferBeforeMinutes: 10,
    bufferAfterMinutes: 20,
  });
  expect(isBookable(query, ten)).toEqual({
    ok: true,
    dayLocal: '2026-11-23',
    service: { startsAtMs: ten, endsAtMs: ten + 60 * minuteMs },
    blocked: { startsAtMs: ten - 10 * minuteMs, endsAtMs: ten + 80 * minuteMs },
    remaining: 1,
    units: [{ resourceId: 'room', unitNo: 2 }, { resourceId: 'guide', unitNo: 1 }],
  });
});

test('a whole day is claimed from its first instant to the next day', () => {
  const midnight = Date.parse('2026-11-01T04:00:00Z');
  const query = aQuery({ kind: 'day', nowMs: midnight - 1 });
  expect(isBookable(query, midnight)).toMatchObject({ ok: true, service: { startsAtMs: midnight, endsAtMs: midnight + 25 * 60 * minuteMs } });
  expect(isBookable(query, midnight + 60 * minuteMs)).toEqual({ ok: false, reason: 'not_offered' });
});

test('the days asked for do not matter', () => {
  expect(isBookable(aQuery({ fromDay: '2026-12-01', toDay: '2026-12-02' }), ten)).toMatchObject({ ok: true });
});

test('a session that holds its resources has no unit to claim', () => {
  const query = aQuery({ kind: 'session', sessions: [{ startsAtMs: ten, seatsClaimed: 5, capacity: 8 }], busy: [busyAtTen] });
  expect(isBookable(query, ten)).toMatchObject({ ok: true, remaining: 3, units: [] });
});

const reasons: readonly { reason: string; when: string; changes: Partial<AvailabilityQuery>; startsAtMs?: number }[] = [
  { reason: 'not_offered', when: 'the start is on no step', changes: {}, startsAtMs: ten + minuteMs },
  { reason: 'not_offered', when: 'the start is a fraction of a second off', changes: {}, startsAtMs: ten + 0.5 },
  { reason: 'not_offered', when: 'the day is closed', changes: { overrides: [{ dayLocal: '2026-11-23', ranges: [] }] } },
  { reason: 'not_offered', when: 'the service would end after the hours', changes: { weekly: everyDay(hours('09:00', '10:59')) } },
  { reason: 'not_offered', when: 'the start is no instant', changes: {}, startsAtMs: Number.NaN },
  { reason: 'not_offered', when: 'the start is beyond all days', changes: {}, startsAtMs: 8.64e15 },
  { reason: 'too_soon', when: 'the start is past', changes: { nowMs: ten + 1 } },
  { reason: 'too_soon', when: 'the notice is too short', changes: { nowMs: ten - 59 * minuteMs, minNoticeMinutes: 60 } },
  { reason: 'too_late', when: 'the day is beyond the booking window', changes: { bookingWindowDays: 2 } },
  { reason: 'blackout', when: 'the day is blacked out', changes: { blackouts: [{ startsOn: '2026-11-23', endsOn: '2026-11-23' }] } },
  { reason: 'daily_limit', when: 'the day has its bookings', changes: { dailyLimit: 1, bookingsPerDay: new Map([['2026-11-23', 1]]) } },
  { reason: 'taken', when: 'the room is', changes: { busy: [busyAtTen] } },
  { reason: 'taken', when: 'one of two resources is', changes: { resources: [{ resourceId: 'guide', units: 1 }, { resourceId: 'room', units: 1 }], busy: [busyAtTen] } },
  { reason: 'taken', when: 'a new session finds its room busy', changes: { kind: 'session', busy: [busyAtTen] } },
  { reason: 'not_enough_seats', when: 'the party is larger than the session', changes: { kind: 'session', seats: 2, partySize: 3 } },
  { reason: 'not_enough_seats', when: 'the session is sold', changes: { kind: 'session', sessions: [{ startsAtMs: ten, seatsClaimed: 8, capacity: 8 }], busy: [busyAtTen] } },
];

test.each(reasons)('says $reason when $when', ({ reason, changes, startsAtMs = ten }) => {
  expect(isBookable(aQuery(changes), startsAtMs)).toEqual({ ok: false, reason });
});

test('refuses a query that makes no sense', () => {
  expect(() => isBookable(aQuery({ resources: [] }), ten)).toThrow(InvalidAvailabilityQueryError);
});
