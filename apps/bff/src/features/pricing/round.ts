/**
 * `amount × numerator ÷ denominator` in multiples of `step`, half up; in whole numbers, since the product can pass 2^53.
 * None of them is negative.
 */
export function roundHalfUp(amountMinor: number, numerator: number, denominator: number, step = 1): number {
  const divisor = 2n * BigInt(denominator) * BigInt(step);
  return Number((2n * BigInt(amountMinor) * BigInt(numerator) + BigInt(denominator) * BigInt(step)) / divisor) * step;
}

/** The largest multiple of `step` that is not above the amount. */
export function roundDown(amountMinor: number, step: number): number {
  return amountMinor - (amountMinor % step);
}
