import { expect, test } from 'vitest';
import type { AvailabilityQuery } from './query.ts';
import { aQuery } from './test/a-query.ts';
import { assertAvailabilityQuery, InvalidAvailabilityQueryError, type QueryProblem } from './validate-query.ts';

function problemsOf(query: AvailabilityQuery): readonly QueryProblem[] {
  try {
    assertAvailabilityQuery(query);
    return [];
  } catch (error) {
    if (error instanceof InvalidAvailabilityQueryError) return error.problems;
    throw error;
  }
}

test.each<[pointer: string, changes: Partial<AvailabilityQuery>]>([
  ['/kind', { kind: 'night' as 'day' }],
  ['/timeZone', { timeZone: 'Mars/Olympus' }],
  ['/nowMs', { nowMs: Number.NaN }],
  ['/fromDay', { fromDay: '23.11.2026' }],
  ['/toDay', { toDay: '2026-02-30' }],
  ['/toDay', { toDay: '2026-11-22' }],
  ['/toDay', { toDay: '2030-11-23' }],
  ['/weekly/0/weekday', { weekly: [{ weekday: 0 as 1, startMinute: 0, endMinute: 60 }] }],
  ['/weekly/0/startMinute', { weekly: [{ weekday: 1, startMinute: 1440, endMinute: 1500 }] }],
  ['/weekly/0/endMinute', { weekly: [{ weekday: 1, startMinute: 540, endMinute: 540 }] }],
  ['/weekly/0/endMinute', { weekly: [{ weekday: 1, startMinute: 540, endMinute: 1981 }] }],
  ['/weekly/0/startMinute', { weekly: [{ weekday: 1, startMinute: 9.5, endMinute: 60 }] }],
  ['/overrides/0/dayLocal', { overrides: [{ dayLocal: '2026-11-31', ranges: [] }] }],
  ['/overrides/1/dayLocal', { overrides: [{ dayLocal: '2026-11-30', ranges: [] }, { dayLocal: '2026-11-30', ranges: [] }] }],
  ['/overrides/0/ranges/0/endMinute', { overrides: [{ dayLocal: '2026-11-30', ranges: [{ startMinute: 60, endMinute: 0 }] }] }],
  ['/blackouts/0', { blackouts: [{ startsOn: '2026-11-30', endsOn: '2026-11-29' }] }],
  ['/blackouts/0', { blackouts: [{ startsOn: 'soon', endsOn: '2026-11-29' }] }],
  ['/durationMinutes', { durationMinutes: 0 }],
  ['/stepMinutes', { stepMinutes: 0 }],
  ['/bufferBeforeMinutes', { bufferBeforeMinutes: -1 }],
  ['/bufferAfterMinutes', { bufferAfterMinutes: 1e9 }],
  ['/minNoticeMinutes', { minNoticeMinutes: Infinity }],
  ['/bookingWindowDays', { bookingWindowDays: -1 }],
  ['/dailyLimit', { dailyLimit: 1.5 }],
  ['/partySize', { partySize: 0 }],
  ['/seats', { kind: 'session', seats: 0 }],
  ['/resources', { resources: [] }],
  ['/resources/1/resourceId', { resources: [{ resourceId: 'a', units: 1 }, { resourceId: 'a', units: 1 }] }],
  ['/resources/0/units', { resources: [{ resourceId: 'a', units: -1 }] }],
  ['/busy/0/endsAtMs', { busy: [{ resourceId: 'a', unitNo: 1, startsAtMs: 5, endsAtMs: 5 }] }],
  ['/busy/0/endsAtMs', { busy: [{ resourceId: 'a', unitNo: 1, startsAtMs: Number.NaN, endsAtMs: 5 }] }],
  ['/busy/0/unitNo', { busy: [{ resourceId: 'a', unitNo: 0.5, startsAtMs: 4, endsAtMs: 5 }] }],
  ['/sessions/0/startsAtMs', { sessions: [{ startsAtMs: Infinity, seatsClaimed: 0, capacity: 1 }] }],
  ['/sessions/0/seatsClaimed', { sessions: [{ startsAtMs: 0, seatsClaimed: -1, capacity: 1 }] }],
  ['/sessions/1/startsAtMs', { sessions: [{ startsAtMs: 0, seatsClaimed: 1, capacity: 1 }, { startsAtMs: 0, seatsClaimed: 1, capacity: 1 }] }],
])('finds what is wrong at %s', (pointer, changes) => {
  expect(problemsOf(aQuery(changes)).map((problem) => problem.pointer)).toEqual([pointer]);
});

test('lists everything that is wrong, in its message too', () => {
  const query = aQuery({ timeZone: '', partySize: 0 });
  expect(problemsOf(query)).toHaveLength(2);
  expect(() => assertAvailabilityQuery(query)).toThrow(
    'invalid availability query: /timeZone must be an IANA time zone; /partySize must be a whole number from 1 to',
  );
});

test('lets through what is odd but clear', () => {
  expect(problemsOf(aQuery())).toEqual([]);
  expect(problemsOf(aQuery({ weekly: [{ weekday: 7, startMinute: 1439, endMinute: 2879 }] }))).toEqual([]);
  expect(problemsOf(aQuery({ kind: 'day', durationMinutes: 0, stepMinutes: 0 }))).toEqual([]);
  expect(problemsOf(aQuery({ resources: [{ resourceId: 'room', units: 0 }], dailyLimit: 0, bookingWindowDays: 0 }))).toEqual([]);
});
