import { decimalsOf } from './currencies.ts';

/** The fixed part of Stripe's fee where it isn't about 0.30 of a unit, in minor units. */
const FIXED_FEE: Readonly<Record<string, number>> = {
  eur: 25, gbp: 20, aed: 100, chf: 30, czk: 650, dkk: 180, hkd: 235, huf: 8500, mxn: 300, myr: 100, nok: 200, pln: 100, ron: 100, sek: 180, thb: 1000,
};

/**
 * Stripe's own fee on a card charge, in minor units: 2.9 % and a fixed part (3.6 % and none in yen).
 * Real prices depend on the card and the contract; what matters here is that the sum is never zero and always the same.
 */
export function stripeFee(amountMinor: number, currency: string): number {
  if (currency === 'jpy') return roundHalfUp(amountMinor, 36, 1000);
  return Math.min(amountMinor, roundHalfUp(amountMinor, 29, 1000) + fixedFee(currency));
}

/** `amount × numerator ÷ denominator`, half up, in whole numbers only. */
export function roundHalfUp(amountMinor: number, numerator: number, denominator: number): number {
  const doubled = 2n * BigInt(amountMinor) * BigInt(numerator) + BigInt(denominator);
  return Number(doubled / (2n * BigInt(denominator)));
}

function fixedFee(currency: string): number {
  const decimals = decimalsOf(currency);
  return FIXED_FEE[currency] ?? (decimals === 3 ? 100 : decimals === 0 ? 0 : 30);
}
