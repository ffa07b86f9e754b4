import { passesLuhn, schemeOf } from '../../cards/card-number.ts';

/** What is wrong with a field, in Stripe.js's words. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  /** Whether typing on may mend it. */
  readonly incomplete: boolean;
}

export function numberProblem(digits: string): Problem | null {
  const { lengths } = schemeOf(digits);
  if (digits.length < Math.min(...lengths)) return incomplete('incomplete_number', 'Your card number is incomplete.');
  return lengths.includes(digits.length) && passesLuhn(digits) ? null : invalid('invalid_number', 'Your card number is invalid.');
}

/** @param value as `12 / 34` */
export function expiryProblem(value: string, now: Date): Problem | null {
  const match = /^(\d\d) \/ (\d\d)$/.exec(value);
  const month = Number(match?.[1] ?? value.slice(0, 2));
  if (value.length >= 2 && (month < 1 || month > 12)) return invalid('invalid_expiry_month', "Your card's expiration date is invalid.");
  if (match === null) return incomplete('incomplete_expiry', "Your card's expiration date is incomplete.");
  const year = 2000 + Number(match[2]);
  const thisYear = now.getFullYear();
  if (year < thisYear) return invalid('invalid_expiry_year_past', "Your card's expiration year is in the past.");
  if (year === thisYear && month < now.getMonth() + 1) return invalid('invalid_expiry_month_past', "Your card's expiration date is in the past.");
  return year > thisYear + 50 ? invalid('invalid_expiry_year', "Your card's expiration year is invalid.") : null;
}

export function securityCodeProblem(value: string, number: string): Problem | null {
  return value.length === schemeOf(number).cvcLength ? null : incomplete('incomplete_cvc', "Your card's security code is incomplete.");
}

function incomplete(code: string, message: string): Problem {
  return { code, message, incomplete: true };
}

function invalid(code: string, message: string): Problem {
  return { code, message, incomplete: false };
}
