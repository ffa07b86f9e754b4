import { z } from 'zod';

/** ISO 4217 code in capitals. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD');

/** An amount in the currency's minor unit: cents for USD, whole yen for JPY. */
export const AmountMinor = z.int().nonnegative();

/** What something is sold for; Stripe takes eight digits at the most. */
export const PriceMinor = z.int().min(0).max(99_999_999);
