/**
 * Writes an amount as a language does: `$1,200.50`.
 * @param options `whole`: without decimals where there are none, as in a catalog: `$1,200`
 */
export function writeMoney(amountMinor: number, currency: string, locale: string, { whole = false } = {}): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, trailingZeroDisplay: whole ? 'stripIfInteger' : 'auto' });
  const text = format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  // Between words that run from right to left, the sign of a currency such as US$ would leave its letters, and be shown as $US.
  return text.replace(/^(\u200f.*[A-Z]\p{Sc})$/u, '$1\u200e');
}
