import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applicationFee, applicationFeeRefund } from './application-fee.ts';

const amount = fc.integer({ min: 1, max: 99_999_999 });
const rate = fc.integer({ min: 0, max: 10_000 });

describe('the application fee', () => {
  it.each([
    { amountMinor: 10_000, bps: 1250, fee: 1250 },
    { amountMinor: 999, bps: 1000, fee: 100 },
    { amountMinor: 995, bps: 1000, fee: 100 },
    { amountMinor: 994, bps: 1000, fee: 99 },
    { amountMinor: 10_000, bps: 0, fee: 50 },
    { amountMinor: 50, bps: 50, fee: 1 },
    { amountMinor: 1, bps: 50, fee: 1 },
    { amountMinor: 99_999_999, bps: 10_000, fee: 99_999_999 },
  ])('of $amountMinor at $bps basis points is $fee', ({ amountMinor, bps, fee }) => {
    expect(applicationFee(amountMinor, bps)).toBe(fee);
  });

  it('is the nearest whole minor unit, within its bounds', () => {
    fc.assert(fc.property(amount, rate, (amountMinor, bps) => {
      const fee = applicationFee(amountMinor, bps);
      const exact = (amountMinor * Math.max(bps, 50)) / 10_000;
      expect(Number.isInteger(fee)).toBe(true);
      expect(fee).toBeGreaterThanOrEqual(1);
      expect(fee).toBeLessThanOrEqual(amountMinor);
      if (exact >= 0.5) expect(Math.abs(fee - exact)).toBeLessThanOrEqual(0.5);
    }));
  });

  it('never falls when the amount or the rate grows', () => {
    fc.assert(fc.property(amount, rate, (amountMinor, bps) => {
      expect(applicationFee(amountMinor + 1, bps)).toBeGreaterThanOrEqual(applicationFee(amountMinor, bps));
      expect(applicationFee(amountMinor, bps + 1)).toBeGreaterThanOrEqual(applicationFee(amountMinor, bps));
    }));
  });
});

describe('the commission in a currency with three decimals', () => {
  it('ends in 0, as Stripe wants it, and its parts add up to it', () => {
    const whole = fc.integer({ min: 50, max: 9_999_999 }).map((units) => units * 10);
    fc.assert(fc.property(whole, rate, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 }), (amountMinor, bps, percents) => {
      const paid = { amountMinor, applicationFeeMinor: applicationFee(amountMinor, bps, 10) };
      expect(paid.applicationFeeMinor % 10).toBe(0);
      expect(paid.applicationFeeMinor).toBeGreaterThanOrEqual(10);
      const given = { amountMinor: 0, applicationFeeMinor: 0 };
      for (const percent of [...percents, 100]) {
        const part = Math.min(amountMinor - given.amountMinor, Math.max(10, Math.floor((amountMinor * percent) / 1000) * 10));
        const fee = applicationFeeRefund(paid, given, part, 10);
        expect(fee % 10).toBe(0);
        given.amountMinor += part;
        given.applicationFeeMinor += fee;
      }
      given.applicationFeeMinor += applicationFeeRefund(paid, given, amountMinor - given.amountMinor, 10);
      expect(given.applicationFeeMinor).toBe(paid.applicationFeeMinor);
    }));
  });
});

describe('the fee that a refund gives back', () => {
  const charge = fc.record({ amountMinor: amount, bps: rate }).map(({ amountMinor, bps }) => ({ amountMinor, applicationFeeMinor: applicationFee(amountMinor, bps) }));
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

  it('sums to the whole fee over any sequence of parts', () => {
    fc.assert(fc.property(charge, cuts, (paid, points) => {
      const ends = [...new Set([...points.map((point) => Math.round(point * paid.amountMinor)), paid.amountMinor])].filter((end) => end > 0).toSorted((a, b) => a - b);
      const given = { amountMinor: 0, applicationFeeMinor: 0 };
      for (const end of ends) {
        const part = end - given.amountMinor;
        const fee = applicationFeeRefund(paid, given, part);
        expect(fee).toBeGreaterThanOrEqual(0);
        expect(fee).toBeLessThanOrEqual(part);
        given.amountMinor = end;
        given.applicationFeeMinor += fee;
        expect(Math.abs(given.applicationFeeMinor - (paid.applicationFeeMinor * end) / paid.amountMinor)).toBeLessThanOrEqual(0.5);
      }
      expect(given).toEqual(paid);
    }));
  });

  it('gives the whole fee back for the whole amount', () => {
    fc.assert(fc.property(charge, (paid) => {
      expect(applicationFeeRefund(paid, { amountMinor: 0, applicationFeeMinor: 0 }, paid.amountMinor)).toBe(paid.applicationFeeMinor);
    }));
  });
});
