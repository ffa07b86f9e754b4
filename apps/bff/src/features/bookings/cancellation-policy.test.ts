import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CancellationPolicy } from '@mais/contract';
import { refundDue, refundSteps, reschedulableUntil } from './cancellation-policy.ts';

const startsAt = new Date('2027-06-12T14:00:00Z');
const before = (hours: number) => new Date(startsAt.getTime() - hours * 3_600_000);

const policies = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 2_000 }), { maxLength: 5 }), fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 5, maxLength: 5 }))
  .map(([hours, bps]) => {
    const parts = bps.toSorted((one, other) => one - other);
    return { tiers: hours.toSorted((one, other) => one - other).map((hoursBefore, index) => ({ hoursBefore, refundBps: parts[index] ?? 0 })), rescheduleHours: null };
  });
function parse(tiers: { hoursBefore: number; refundBps: number }[]): boolean {
  return CancellationPolicy.safeParse({ tiers, rescheduleHours: 1 }).success;
}

const money = fc.record({ units: fc.integer({ min: 0, max: 9_999_999 }), backShare: fc.double({ min: 0, max: 1, noNaN: true }), stepMinor: fc.constantFrom(1, 10, 100) });

function paidOf({ units, backShare, stepMinor }: { units: number; backShare: number; stepMinor: number }) {
  return { paidMinor: units * stepMinor, refundedMinor: Math.floor(units * backShare) * stepMinor, startsAt, stepMinor };
}

describe('what a cancellation returns', () => {
  it('is what the tier says of what was paid and has not gone back', () => {
    const policy = { tiers: [{ hoursBefore: 24, refundBps: 5_000 }, { hoursBefore: 168, refundBps: 10_000 }], rescheduleHours: 24 };
    const paid = { paidMinor: 10_001, refundedMinor: 2_000, startsAt, stepMinor: 1 };
    expect([200, 168, 167.99, 24, 23.99, -1].map((hours) => refundDue(policy, paid, before(hours)))).toEqual([8_001, 8_001, 4_001, 4_001, 0, 0]);
    expect(refundSteps(policy, paid, before(30))).toEqual([{ until: before(24).toISOString(), refundMinor: 4_001 }]);
    expect(refundSteps(policy, paid, before(200))).toHaveLength(2);
  });

  it('never is more than the business has, nor below nothing, and is chargeable in the currency', () => {
    fc.assert(fc.property(policies, money, fc.double({ min: -50, max: 3_000, noNaN: true }), (policy, given, hours) => {
      const paid = paidOf(given);
      const due = refundDue(policy, paid, before(hours));
      expect(due).toBeGreaterThanOrEqual(0);
      expect(due).toBeLessThanOrEqual(paid.paidMinor - paid.refundedMinor);
      expect(due % paid.stepMinor).toBe(0);
    }));
  });

  it('never grows as the start comes nearer, and is what the steps announce', () => {
    fc.assert(fc.property(policies, money, fc.double({ min: 0, max: 3_000, noNaN: true }), fc.double({ min: 0, max: 3_000, noNaN: true }), (policy, given, one, other) => {
      const paid = paidOf(given);
      const [early, late] = [before(Math.max(one, other)), before(Math.min(one, other))];
      expect(refundDue(policy, paid, early)).toBeGreaterThanOrEqual(refundDue(policy, paid, late));
      for (const step of refundSteps(policy, paid, early)) expect(refundDue(policy, paid, new Date(step.until))).toBe(step.refundMinor);
      expect(refundDue(policy, paid, early)).toBe(refundSteps(policy, paid, early)[0]?.refundMinor ?? 0);
    }));
  });

  it('counts a refund that corrected the price as never paid', () => {
    const policy = { tiers: [{ hoursBefore: 0, refundBps: 5_000 }], rescheduleHours: null };
    expect(refundDue(policy, { paidMinor: 10_000, refundedMinor: 2_000, startsAt, stepMinor: 1 }, before(1))).toBe(4_000);
  });
});

describe('a policy', () => {
  it('returns no less to who cancels earlier', () => {
    expect(parse([{ hoursBefore: 48, refundBps: 10_000 }, { hoursBefore: 24, refundBps: 5_000 }])).toBe(true);
    expect(parse([{ hoursBefore: 48, refundBps: 1 }, { hoursBefore: 24, refundBps: 5_000 }])).toBe(false);
    expect(parse([{ hoursBefore: 24, refundBps: 1 }, { hoursBefore: 24, refundBps: 1 }])).toBe(false);
    expect(parse([])).toBe(true);
  });

  it('lets customers move a booking until its deadline', () => {
    const policy = { tiers: [], rescheduleHours: 12 };
    expect(reschedulableUntil(policy, startsAt, before(13))).toEqual(before(12));
    expect(reschedulableUntil(policy, startsAt, before(12))).toBeNull();
    expect(reschedulableUntil({ tiers: [], rescheduleHours: null }, startsAt, before(99))).toBeNull();
  });
});
