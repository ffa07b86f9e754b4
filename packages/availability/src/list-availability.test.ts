import { describe, expect, test } from 'vitest';
import { findFirstAvailableDay, listAvailability } from './list-availability.ts';
import type { AvailabilityQuery, BusySpan, DayState } from './query.ts';
import { aQuery, everyDay, hours, shown } from './test/a-query.ts';
import { InvalidAvailabilityQueryError } from './validate-query.ts';

const minuteMs = 60_000;

/** The starts of the days asked for, as the clock shows them. */
function starts(query: AvailabilityQuery): string[] {
  return listAvailability(query).days.flatMap((day) => day.slots.map((slot) => shown(slot.startsAtMs, query.timeZone)));
}

/** The starts with what remains at each. */
function remaining(query: AvailabilityQuery): [string, number][] {
  return listAvailability(query).days.flatMap((day) =>
    day.slots.map((slot): [string, number] => [shown(slot.startsAtMs, query.timeZone), slot.remaining]),
  );
}

function states(query: AvailabilityQuery): DayState[] {
  return listAvailability(query).days.map((day) => day.state);
}

function busy(from: string, to: string, unitNo = 1, resourceId = 'room'): BusySpan {
  return { resourceId, unitNo, startsAtMs: Date.parse(from), endsAtMs: Date.parse(to) };
}

/** 10 to 12 o'clock of the day that aQuery asks for. */
const lateMorning = ['2026-11-23T15:00:00Z', '2026-11-23T17:00:00Z'] as const;

describe('when the clocks change', () => {
  const changing = { weekly: everyDay(hours('01:00', '04:00')), stepMinutes: 30, nowMs: Date.parse('2026-01-01T12:00:00Z'), bookingWindowDays: 400 };
  const march = { fromDay: '2026-03-08', toDay: '2026-03-08' };
  const november = { fromDay: '2026-11-01', toDay: '2026-11-01' };

  test('a skipped hour offers nothing, and a service passes over it in elapsed time', () => {
    const query = aQuery({ ...changing, ...march });
    expect(starts(query)).toEqual(['01:00 GMT-5', '01:30 GMT-5', '03:00 GMT-4']);
    expect(listAvailability(query).days[0]?.slots.map((slot) => shown(slot.endsAtMs, query.timeZone))).toEqual([
      '03:00 GMT-4', '03:30 GMT-4', '04:00 GMT-4',
    ]);
  });

  test('a repeated hour is offered once per instant', () => {
    expect(starts(aQuery({ ...changing, ...november }))).toEqual([
      '01:00 GMT-4', '01:30 GMT-4', '01:00 GMT-5', '01:30 GMT-5', '02:00 GMT-5', '02:30 GMT-5', '03:00 GMT-5',
    ]);
  });

  test('a range that begins in the gap offers the steps of its clock that are left after it', () => {
    const weekly = everyDay(hours('02:20', '04:00'));
    expect(starts(aQuery({ ...changing, ...march, weekly }))).toEqual([]);
    expect(starts(aQuery({ ...changing, ...march, weekly, durationMinutes: 30 }))).toEqual(['03:20 GMT-4']);
  });

  test('a range that ends in the gap ends where the gap begins', () => {
    const weekly = everyDay(hours('01:00', '02:40'));
    expect(starts(aQuery({ ...changing, ...march, weekly, durationMinutes: 30 }))).toEqual(['01:00 GMT-5', '01:30 GMT-5']);
  });

  test('a range inside the gap is closed', () => {
    expect(states(aQuery({ ...changing, ...march, weekly: everyDay(hours('02:00', '03:00')), durationMinutes: 30 }))).toEqual(['closed']);
  });

  test('a range that ends in the repeated hour closes in between and opens again', () => {
    const weekly = everyDay(hours('00:30', '01:30'));
    expect(starts(aQuery({ ...changing, ...november, weekly, durationMinutes: 30 }))).toEqual(['00:30 GMT-4', '01:00 GMT-4', '01:00 GMT-5']);
  });

  test('a range that begins in the repeated hour closes when the clock goes back and opens again', () => {
    const weekly = everyDay(hours('01:30', '03:00'));
    expect(starts(aQuery({ ...changing, ...november, weekly, durationMinutes: 30 }))).toEqual([
      '01:30 GMT-4', '01:30 GMT-5', '02:00 GMT-5', '02:30 GMT-5',
    ]);
    expect(starts(aQuery({ ...changing, ...november, weekly }))).toEqual(['01:30 GMT-5', '02:00 GMT-5']);
  });

  test('a whole day is as long as it is', () => {
    const query = aQuery({ ...changing, kind: 'day', fromDay: '2026-10-31', toDay: '2026-11-02' });
    const lengths = listAvailability(query).days.flatMap((day) => day.slots.map((slot) => (slot.endsAtMs - slot.startsAtMs) / minuteMs));
    expect(lengths).toEqual([1440, 1500, 1440]);
  });
});

describe('opening hours', () => {
  test('starts lie on the steps of each range, and services end with it', () => {
    const weekly = everyDay(hours('09:10', '11:00'), hours('14:00', '16:30'));
    expect(starts(aQuery({ weekly, stepMinutes: 45 }))).toEqual(['09:10 GMT-5', '09:55 GMT-5', '14:00 GMT-5', '14:45 GMT-5', '15:30 GMT-5']);
  });

  test('ranges that touch are apart, and ranges that overlap offer a start once', () => {
    expect(starts(aQuery({ weekly: everyDay(hours('09:00', '10:30'), hours('10:30', '12:00')) }))).toEqual(['09:00 GMT-5', '10:30 GMT-5']);
    expect(starts(aQuery({ weekly: everyDay(hours('10:00', '12:00'), hours('09:00', '11:00')) }))).toEqual(['09:00 GMT-5', '10:00 GMT-5', '11:00 GMT-5']);
  });

  test('an override replaces the hours of its day, and closes it when it has none', () => {
    const overrides = [
      { dayLocal: '2026-11-23', ranges: [hours('12:00', '14:00')] },
      { dayLocal: '2026-11-24', ranges: [] },
    ];
    const query = aQuery({ overrides, toDay: '2026-11-25', weekly: everyDay(hours('09:00', '10:00')) });
    expect(states(query)).toEqual(['available', 'closed', 'available']);
    expect(starts(query)).toEqual(['12:00 GMT-5', '13:00 GMT-5', '09:00 GMT-5']);
  });

  test('a weekday without hours is closed, for slots as for whole days', () => {
    const weekly = [{ weekday: 1 as const, ...hours('09:00', '10:00') }];
    expect(states(aQuery({ weekly, toDay: '2026-11-24' }))).toEqual(['available', 'closed']);
    expect(states(aQuery({ weekly, toDay: '2026-11-24', kind: 'day' }))).toEqual(['available', 'closed']);
  });

  test('a blackout closes its days, both ends included', () => {
    const query = aQuery({ blackouts: [{ startsOn: '2026-11-24', endsOn: '2026-11-25' }], toDay: '2026-11-26' });
    expect(states(query)).toEqual(['available', 'closed', 'closed', 'available']);
    expect(states({ ...query, kind: 'day' })).toEqual(['available', 'closed', 'closed', 'available']);
  });

  test('hours past midnight are offered on the day on which the start lies', () => {
    const weekly = [{ weekday: 1 as const, ...hours('22:00', '26:00') }];
    const { days } = listAvailability(aQuery({ weekly, fromDay: '2026-11-22', toDay: '2026-11-24' }));
    expect(days.map((day) => day.slots.map((slot) => shown(slot.startsAtMs, 'America/New_York')))).toEqual([
      [], ['22:00 GMT-5', '23:00 GMT-5'], ['00:00 GMT-5', '01:00 GMT-5'],
    ]);
  });

  test('hours past midnight go with the day on which they begin', () => {
    const night = { weekly: [{ weekday: 1 as const, ...hours('22:00', '26:00') }], toDay: '2026-11-24' };
    expect(starts(aQuery({ ...night, overrides: [{ dayLocal: '2026-11-23', ranges: [] }] }))).toEqual([]);
    expect(starts(aQuery({ ...night, blackouts: [{ startsOn: '2026-11-23', endsOn: '2026-11-23' }] }))).toEqual([]);
    expect(starts(aQuery({ ...night, overrides: [{ dayLocal: '2026-11-24', ranges: [] }] }))).toHaveLength(4);
  });

  test('no service runs into a blackout', () => {
    const weekly = [{ weekday: 1 as const, ...hours('21:30', '26:00') }];
    const blackouts = [{ startsOn: '2026-11-24', endsOn: '2026-11-24' }];
    expect(starts(aQuery({ weekly, blackouts, toDay: '2026-11-24' }))).toEqual(['21:30 GMT-5', '22:30 GMT-5']);
  });
});

describe('what is taken', () => {
  test('a busy room takes the starts whose service it touches, and no other', () => {
    expect(starts(aQuery({ busy: [busy(...lateMorning)] }))).toEqual([
      '09:00 GMT-5', '12:00 GMT-5', '13:00 GMT-5', '14:00 GMT-5', '15:00 GMT-5', '16:00 GMT-5',
    ]);
  });

  test('each unit is asked by itself: two that are half free leave no room for a whole service', () => {
    const query = aQuery({
      weekly: everyDay(hours('09:00', '11:00')),
      durationMinutes: 120,
      resources: [{ resourceId: 'room', units: 2 }],
      busy: [busy('2026-11-23T14:00:00Z', '2026-11-23T15:00:00Z', 1), busy('2026-11-23T15:00:00Z', '2026-11-23T16:00:00Z', 2)],
    });
    expect(states(query)).toEqual(['full']);
    expect(starts({ ...query, durationMinutes: 60 })).toEqual(['09:00 GMT-5', '10:00 GMT-5']);
  });

  test('remaining counts the free units of the resource that has the fewest', () => {
    const query = aQuery({
      weekly: everyDay(hours('10:00', '11:00')),
      resources: [{ resourceId: 'room', units: 3 }, { resourceId: 'guide', units: 5 }],
      busy: [busy(...lateMorning, 2, 'guide'), busy(...lateMorning, 3)],
    });
    expect(listAvailability(query).days[0]?.slots[0]?.remaining).toBe(2);
  });

  test('buffers on both sides must be free, and may lie outside of the hours', () => {
    const query = aQuery({ busy: [busy(...lateMorning)], bufferBeforeMinutes: 15, bufferAfterMinutes: 15 });
    expect(starts(query)).toEqual(['13:00 GMT-5', '14:00 GMT-5', '15:00 GMT-5', '16:00 GMT-5']);
    expect(starts({ ...query, busy: [] })).toHaveLength(8);
  });

  test('a booking beside the days asked for counts, with the buffer or past midnight', () => {
    const allDay = { weekly: everyDay(hours('00:00', '24:00')), durationMinutes: 60 };
    const before = aQuery({ ...allDay, bufferBeforeMinutes: 30, busy: [busy('2026-11-23T04:00:00Z', '2026-11-23T04:45:00Z')] });
    expect(starts(before)).not.toContain('00:00 GMT-5');
    const after = aQuery({ weekly: everyDay(hours('23:00', '26:00')), durationMinutes: 120, busy: [busy('2026-11-24T05:30:00Z', '2026-11-24T06:00:00Z')] });
    expect(starts(after)).toEqual(['00:00 GMT-5']);
    expect(starts({ ...after, busy: [] })).toEqual(['00:00 GMT-5', '23:00 GMT-5']);
  });

  test('busy spans of other resources, of units that are gone and of other days do not matter', () => {
    const spans = [busy(...lateMorning, 1, 'boat'), busy(...lateMorning, 2), busy('2026-11-22T00:00:00Z', '2026-11-22T20:00:00Z')];
    expect(starts(aQuery({ busy: spans }))).toHaveLength(8);
  });

  test('a day whose rooms are all out of service is full', () => {
    expect(states(aQuery({ resources: [{ resourceId: 'room', units: 0 }] }))).toEqual(['full']);
  });

  test('any booking of the day takes the whole day', () => {
    expect(states(aQuery({ kind: 'day', toDay: '2026-11-24', busy: [busy(...lateMorning)] }))).toEqual(['full', 'available']);
  });
});

describe('limits', () => {
  test('the booking window counts local days from today on', () => {
    expect(states(aQuery({ bookingWindowDays: 4, fromDay: '2026-11-24', toDay: '2026-11-25' }))).toEqual(['available', 'beyond_window']);
    const eveningInNewYork = Date.parse('2026-11-21T03:00:00Z');
    expect(states(aQuery({ bookingWindowDays: 4, fromDay: '2026-11-24', toDay: '2026-11-25', nowMs: eveningInNewYork }))).toEqual(['available', 'beyond_window']);
  });

  test('notice is counted in elapsed minutes, and a start at exactly its end is offered', () => {
    const nowMs = Date.parse('2026-11-23T15:00:00Z');
    expect(starts(aQuery({ nowMs, minNoticeMinutes: 120 }))[0]).toBe('12:00 GMT-5');
    expect(starts(aQuery({ nowMs: nowMs + 1, minNoticeMinutes: 120 }))[0]).toBe('13:00 GMT-5');
  });

  test('notice of a whole day is counted to its first instant', () => {
    const query = aQuery({ kind: 'day', nowMs: Date.parse('2026-11-23T05:00:00Z'), toDay: '2026-11-25', minNoticeMinutes: 1440 });
    expect(states(query)).toEqual(['notice', 'available', 'available']);
    expect(states({ ...query, nowMs: query.nowMs + 1 })).toEqual(['past', 'notice', 'available']);
  });

  test('a day is past when it is over or its last start has gone by', () => {
    const evening = Date.parse('2026-11-23T21:00:01Z');
    expect(states(aQuery({ nowMs: evening, fromDay: '2026-11-22', toDay: '2026-11-24' }))).toEqual(['past', 'past', 'available']);
  });

  test('the daily limit counts the bookings of the local day', () => {
    const query = aQuery({ dailyLimit: 2, toDay: '2026-11-24', bookingsPerDay: new Map([['2026-11-23', 2], ['2026-11-24', 1]]) });
    expect(states(query)).toEqual(['full', 'available']);
    expect(listAvailability(query).days[0]?.slots).toEqual([]);
  });
});

describe('sessions', () => {
  const nine = Date.parse('2026-11-23T14:00:00Z');
  const session = aQuery({ kind: 'session', weekly: everyDay(hours('09:00', '11:00')), seats: 12, partySize: 4 });
  const ownClaim = { resourceId: 'room', unitNo: 1, startsAtMs: nine, endsAtMs: nine + 60 * minuteMs };

  test('a session that has bookings is offered while its seats last, though it holds its resource itself', () => {
    const sessions = [{ startsAtMs: nine, seatsClaimed: 8, capacity: 12 }];
    expect(remaining({ ...session, sessions, busy: [ownClaim] })).toEqual([['09:00 GMT-5', 4], ['10:00 GMT-5', 12]]);
  });

  test('a session with too few seats for the party is not offered', () => {
    const sessions = [{ startsAtMs: nine, seatsClaimed: 9, capacity: 12 }];
    expect(remaining({ ...session, sessions, busy: [ownClaim] })).toEqual([['10:00 GMT-5', 12]]);
    expect(remaining({ ...session, sessions, busy: [ownClaim], partySize: 3 })).toEqual([['09:00 GMT-5', 3], ['10:00 GMT-5', 12]]);
  });

  test('a session that nobody has booked yet needs its resource free', () => {
    expect(remaining({ ...session, busy: [ownClaim] })).toEqual([['10:00 GMT-5', 12]]);
    expect(remaining({ ...session, busy: [ownClaim], sessions: [{ startsAtMs: nine, seatsClaimed: 0, capacity: 12 }] })).toEqual([['10:00 GMT-5', 12]]);
  });

  test('a session keeps the capacity that it was opened with', () => {
    const sessions = [{ startsAtMs: nine, seatsClaimed: 2, capacity: 6 }];
    expect(remaining({ ...session, sessions })).toEqual([['09:00 GMT-5', 4], ['10:00 GMT-5', 12]]);
  });
});

describe('findFirstAvailableDay', () => {
  test('finds the first day with something free', () => {
    const query = aQuery({ toDay: '2026-12-31', blackouts: [{ startsOn: '2026-11-20', endsOn: '2026-11-30' }] });
    expect(findFirstAvailableDay(query)).toBe('2026-12-01');
  });

  test('finds nothing beyond the booking window, or where every day is full', () => {
    expect(findFirstAvailableDay(aQuery({ toDay: '2026-12-31', bookingWindowDays: 2 }))).toBeNull();
    expect(findFirstAvailableDay(aQuery({ busy: [busy('2026-11-23T00:00:00Z', '2026-11-25T00:00:00Z')] }))).toBeNull();
  });
});

test('refuses a query that makes no sense', () => {
  expect(() => listAvailability(aQuery({ toDay: '2026-11-31' }))).toThrow(InvalidAvailabilityQueryError);
  expect(() => findFirstAvailableDay(aQuery({ partySize: 0 }))).toThrow(InvalidAvailabilityQueryError);
});
