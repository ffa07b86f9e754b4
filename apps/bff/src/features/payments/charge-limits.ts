import { AmountNotChargeableError, AmountTooSmallError } from './errors.ts';

/** In minor units. @see https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const MINIMUM_CHARGE: Readonly<Record<string, number>> = {
  USD: 50, AED: 200, AUD: 50, BGN: 100, BRL: 50, CAD: 50, CHF: 50, CZK: 1500, DKK: 250, EUR: 50, GBP: 30, HKD: 400, HUF: 17500,
  INR: 50, JPY: 50, MXN: 1000, MYR: 200, NOK: 300, NZD: 50, PLN: 200, RON: 200, SEK: 300, SGD: 50, THB: 1000,
};

/** "Amounts must end in 0." @see https://docs.stripe.com/currencies#three-decimal */
const THREE_DECIMAL: ReadonlySet<string> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Written with two decimals for compatibility, charged in whole units. @see https://docs.stripe.com/currencies#special-cases */
const WHOLE_UNITS_ONLY: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/** "Up to eight digits." @see https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const MAXIMUM_CHARGE = 99_999_999;

export interface ChargeLimits {
  readonly minimumMinor: number;
  readonly maximumMinor: number;
  /** What an amount has to be a multiple of. */
  readonly stepMinor: 1 | 10 | 100;
}

/** What Stripe lets us charge in a currency. Where it publishes no minimum, about half a unit. */
export function chargeLimits(currency: string): ChargeLimits {
  const threeDecimal = THREE_DECIMAL.has(currency);
  return {
    minimumMinor: MINIMUM_CHARGE[currency] ?? (threeDecimal ? 500 : 50),
    maximumMinor: MAXIMUM_CHARGE,
    stepMinor: threeDecimal ? 10 : WHOLE_UNITS_ONLY.has(currency) ? 100 : 1,
  };
}

/**
 * Checks an amount before anything is written or sent.
 * @throws AmountTooSmallError, AmountNotChargeableError
 */
export function assertChargeable(amountMinor: number, currency: string): void {
  const { minimumMinor, maximumMinor, stepMinor } = chargeLimits(currency);
  if (amountMinor < minimumMinor) throw new AmountTooSmallError(minimumMinor, currency);
  if (amountMinor > maximumMinor) throw new AmountNotChargeableError(`At most ${maximumMinor} in minor units of ${currency} can be charged at once; choose less.`);
  if (amountMinor % stepMinor !== 0) throw new AmountNotChargeableError(`In ${currency} an amount must be a multiple of ${stepMinor} minor units; the business has to change its price.`);
}
