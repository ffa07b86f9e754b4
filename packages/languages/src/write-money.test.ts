import { expect, test } from 'vitest';

import { writeMoney } from './write-money.ts';

test.each([
  [120000, 'USD', 'en-US', '$1,200.00', '$1,200'],
  [120050, 'USD', 'en-US', '$1,200.50', '$1,200.50'],
  [6600, 'JPY', 'en-JP', '¥6,600', '¥6,600'],
  [1500, 'KWD', 'en-US', 'KWD 1.500', 'KWD 1.500'],
  [7900, 'EUR', 'en-IE', '€79.00', '€79'],
])('writes %d minor units of %s in %s as %s, whole as %s', (amountMinor, currency, locale, money, price) => {
  expect(plain(writeMoney(amountMinor, currency, locale))).toBe(money);
  expect(plain(writeMoney(amountMinor, currency, locale, { whole: true }))).toBe(price);
});

test('keeps the letters and the sign of a currency in their order between Arabic words', () => {
  expect(plain(writeMoney(47550, 'USD', 'ar-AE'))).toBe('\u200f475.50 US$\u200e');
  expect(plain(writeMoney(47550, 'CAD', 'ar'))).toBe('\u200f475.50 CA$\u200e');
  for (const currency of ['AED', 'EUR', 'KWD']) expect(writeMoney(47550, currency, 'ar-AE')).not.toContain('\u200e');
});

/** With plain spaces, which differ between versions of the tables. */
function plain(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}
