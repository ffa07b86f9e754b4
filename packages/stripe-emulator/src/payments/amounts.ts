import type { Context } from '../context.ts';
import { isConnected } from '../context.ts';
import { invalidRequest } from '../http/api-error.ts';
import { MAXIMUM_CHARGE, amountStep, formatAmount, isCurrency, minimumCharge } from '../money/currencies.ts';

/**
 * Normalises a currency code.
 * @throws ApiError 400 for one that doesn't exist
 */
export function assertCurrency(code: string): string {
  const currency = code.toLowerCase();
  if (!isCurrency(currency)) throw invalidRequest(`Invalid currency: ${currency}.`, { param: 'currency' });
  return currency;
}

/** @throws ApiError 400 for an amount that can't be charged in this currency */
export function assertChargeable(amountMinor: number, currency: string): void {
  if (amountMinor < minimumCharge(currency)) {
    const minimum = formatAmount(minimumCharge(currency), currency);
    throw invalidRequest(`Amount must be at least ${minimum} ${currency}`, { code: 'amount_too_small', param: 'amount' });
  }
  if (amountMinor > MAXIMUM_CHARGE) {
    const maximum = formatAmount(MAXIMUM_CHARGE, currency);
    throw invalidRequest(`Amount must be no more than ${maximum}`, { code: 'amount_too_large', param: 'amount' });
  }
  assertStep(amountMinor, currency);
}

/** @throws ApiError 400 for an amount that this currency has no coins for, such as 10.005 dinars */
export function assertStep(amountMinor: number, currency: string): void {
  const step = amountStep(currency);
  if (amountMinor % step === 0) return;
  throw invalidRequest(`Invalid amount: amounts in ${currency} must be evenly divisible by ${step}.`, { param: 'amount' });
}

/** @throws ApiError 400 for a fee above the charge, or one without a connected account to take it from */
export function assertApplicationFee(context: Context, feeMinor: number | null, amountMinor: number, currency: string): void {
  if (feeMinor === null) return;
  const param = 'application_fee_amount';
  if (!isConnected(context)) {
    throw invalidRequest('Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using an OAuth key or Stripe-Account header) or destination payment (using `transfer_data[destination]`).', { param });
  }
  if (feeMinor < 0) throw invalidRequest(`Invalid non-negative integer`, { code: 'parameter_invalid_integer', param });
  if (feeMinor > amountMinor) {
    throw invalidRequest(`Your application fee of ${formatAmount(feeMinor, currency)} cannot be greater than the amount of ${formatAmount(amountMinor, currency)}.`, { param });
  }
  if (feeMinor % amountStep(currency) !== 0) throw invalidRequest(`Invalid application_fee_amount: amounts in ${currency} must be evenly divisible by ${amountStep(currency)}.`, { param });
}
