/** @see https://docs.stripe.com/currencies#zero-decimal */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));

/** @see https://docs.stripe.com/currencies#three-decimal */
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));

/** Written with two decimals for compatibility, though their amounts have none. @see https://docs.stripe.com/currencies#special-cases */
const WHOLE_UNITS_ONLY = new Set(['isk', 'ugx']);

/** @see https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const MINIMUM_CHARGE: Readonly<Record<string, number>> = {
  usd: 50, aed: 200, aud: 50, bgn: 100, brl: 50, cad: 50, chf: 50, czk: 1500, dkk: 250, eur: 50, gbp: 30, hkd: 400, huf: 17500,
  inr: 50, jpy: 50, mxn: 1000, myr: 200, nok: 300, nzd: 50, pln: 200, ron: 200, sek: 300, sgd: 50, thb: 1000,
};

/** Eight digits are the most that a charge may have. */
export const MAXIMUM_CHARGE = 99_999_999;

const KNOWN = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

export function isCurrency(code: string): boolean {
  return KNOWN.has(code);
}

export function decimalsOf(currency: string): 0 | 2 | 3 {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

/** The least that may be charged, in minor units. Where Stripe publishes none, half a unit, or fifty of a currency without decimals. */
export function minimumCharge(currency: string): number {
  return MINIMUM_CHARGE[currency] ?? Math.max(decimalsOf(currency) === 3 ? 500 : 50, amountStep(currency));
}

/** What an amount of this currency has to be a multiple of. */
export function amountStep(currency: string): 1 | 10 | 100 {
  if (WHOLE_UNITS_ONLY.has(currency)) return 100;
  return THREE_DECIMAL.has(currency) ? 10 : 1;
}

/** An amount for people, such as `$10.50` or `¥1,200`. */
export function formatAmount(amountMinor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(amountMinor / 10 ** decimals);
}
