/** No commission is below half a percent, whatever rate is set. */
const MINIMUM_BPS = 50;

/**
 * The platform's commission on one charge, in minor units: basis points of the amount, rounded half up, at least 0.5 % and
 * one step, never above the amount.
 * @param stepMinor what Stripe takes in the currency: amounts with three decimals end in 0, and so does their commission
 */
export function applicationFee(amountMinor: number, commissionBps: number, stepMinor = 1): number {
  const rate = Math.max(commissionBps, MINIMUM_BPS);
  return Math.min(amountMinor, Math.max(1, roundHalfUp(amountMinor, rate, 10_000 * stepMinor)) * stepMinor);
}

/**
 * The commission's part of a refund, in minor units.
 *
 * The sum given back so far is what gets rounded and never the single part, so that parts of a payment add up to exactly its
 * fee once all of it has gone back, in whatever sequence.
 */
export function applicationFeeRefund(
  charge: { readonly amountMinor: number; readonly applicationFeeMinor: number },
  before: { readonly amountMinor: number; readonly applicationFeeMinor: number },
  amountMinor: number,
  stepMinor = 1,
): number {
  const dueInAll = roundHalfUp(charge.applicationFeeMinor, before.amountMinor + amountMinor, charge.amountMinor * stepMinor) * stepMinor;
  return Math.min(amountMinor, Math.max(0, dueInAll - before.applicationFeeMinor));
}

/** `amount × numerator ÷ denominator`, half up; in whole numbers, since the product can pass 2^53. */
function roundHalfUp(amountMinor: number, numerator: number, denominator: number): number {
  const doubled = 2n * BigInt(amountMinor) * BigInt(numerator) + BigInt(denominator);
  return Number(doubled / (2n * BigInt(denominator)));
}
