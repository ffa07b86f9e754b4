import { expect, test } from 'vitest';

import { termsOf } from './terms-of.ts';

const startsAt = '2026-12-12T10:00:00.000Z';
const policy = { tiers: [{ hoursBefore: 24, refundBps: 5000 }, { hoursBefore: 168, refundBps: 10_000 }], rescheduleHours: 48 };

test('says until when what goes back, the earliest first', () => {
  expect(termsOf(policy, startsAt, Date.parse('2026-12-01T00:00:00Z'))).toEqual({
    steps: [{ until: '2026-12-05T10:00:00.000Z', refundBps: 10_000 }, { until: '2026-12-11T10:00:00.000Z', refundBps: 5000 }],
    endsEarly: true,
    movableUntil: '2026-12-10T10:00:00.000Z',
  });
});

test('leaves out what is over when somebody books late', () => {
  expect(termsOf(policy, startsAt, Date.parse('2026-12-11T00:00:00Z'))).toEqual({ steps: [{ until: '2026-12-11T10:00:00.000Z', refundBps: 5000 }], endsEarly: true, movableUntil: null });
  expect(termsOf(policy, startsAt, Date.parse('2026-12-12T00:00:00Z'))).toEqual({ steps: [], endsEarly: false, movableUntil: null });
});

test('leaves out what gives nothing, and says the same only once', () => {
  const tiers = [{ hoursBefore: 168, refundBps: 10_000 }, { hoursBefore: 48, refundBps: 10_000 }, { hoursBefore: 2, refundBps: 0 }];
  expect(termsOf({ tiers, rescheduleHours: null }, startsAt, 0)).toEqual({ steps: [{ until: '2026-12-10T10:00:00.000Z', refundBps: 10_000 }], endsEarly: true, movableUntil: null });
});

test('may give something back up to the start', () => {
  expect(termsOf({ tiers: [{ hoursBefore: 0, refundBps: 2500 }], rescheduleHours: 0 }, startsAt, 0)).toEqual({ steps: [{ until: startsAt, refundBps: 2500 }], endsEarly: false, movableUntil: startsAt });
});
