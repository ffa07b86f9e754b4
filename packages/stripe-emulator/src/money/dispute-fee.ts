import { decimalsOf } from './currencies.ts';

/** What Stripe takes for a dispute, in minor units. @see https://stripe.com/pricing */
const DISPUTE_FEE: Readonly<Record<string, number>> = { aed: 6000, aud: 2500, cad: 1500, chf: 1500, eur: 2000, gbp: 2000, jpy: 1300, nzd: 2500, usd: 1500 };

export function disputeFee(currency: string): number {
  return DISPUTE_FEE[currency] ?? (decimalsOf(currency) === 0 ? 1500 : 15 * 10 ** decimalsOf(currency));
}
