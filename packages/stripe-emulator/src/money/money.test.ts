import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountStep, decimalsOf, formatAmount, minimumCharge } from './currencies.ts';
import { roundHalfUp, stripeFee } from './stripe-fee.ts';

test.each([
  [1050, 'usd', '$10.50'],
  [1200, 'jpy', '¥1,200'],
  [10_500, 'kwd', 'KWD 10.500'],
])('%d %s reads as %s', (amount, currency, text) => {
  expect(formatAmount(amount, currency).replaceAll('\u00A0', ' ')).toBe(text);
});

test('a minimum can be charged in its own currency', () => {
  for (const currency of ['usd', 'jpy', 'kwd', 'isk', 'ugx', 'aed', 'bhd', 'krw', 'inr']) {
    expect(minimumCharge(currency) % amountStep(currency)).toBe(0);
    expect(minimumCharge(currency)).toBeGreaterThan(0);
  }
  expect([decimalsOf('jpy'), decimalsOf('usd'), decimalsOf('kwd')]).toEqual([0, 2, 3]);
});

test('rounding is half up and exact for any whole numbers', () => {
  expect([roundHalfUp(5, 1, 2), roundHalfUp(1, 1, 3), roundHalfUp(2, 1, 3)]).toEqual([3, 0, 1]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 1, max: 99_999_999 }), (amount, numerator, denominator) => {
      const error = BigInt(roundHalfUp(amount, numerator, denominator)) * BigInt(denominator) - BigInt(amount) * BigInt(numerator);
      expect(2n * error).toBeGreaterThan(-BigInt(denominator));
      expect(2n * error).toBeLessThanOrEqual(BigInt(denominator));
    }),
  );
});

test('the fee of Stripe is between nothing and everything', () => {
  expect(stripeFee(10_000, 'usd')).toBe(320);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.constantFrom('usd', 'jpy', 'kwd', 'eur'), (amount, currency) => {
      expect(stripeFee(amount, currency)).toBeGreaterThanOrEqual(0);
      expect(stripeFee(amount, currency)).toBeLessThanOrEqual(amount);
    }),
  );
});
