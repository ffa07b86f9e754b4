import { expect, test } from 'vitest';

import { firstWeekday } from './first-weekday.ts';

test.each([['en-US', 7], ['en-DE', 1], ['en-NZ', 1], ['en-JP', 7], ['ja', 7], ['de', 1], ['ar-EG', 6], ['pt-BR', 7], ['pt-PT', 7], ['fr-CA', 7]] as const)(
  'begins the week of %s on day %d',
  (locale, day) => expect(firstWeekday(locale)).toBe(day),
);

test('says the same where the browser has no data on weeks', () => {
  const known = Object.getOwnPropertyDescriptor(Intl.Locale.prototype, 'getWeekInfo');
  const locales = ['en-US', 'en-DE', 'ja', 'de-AT', 'ar-EG', 'ar-SA', 'pt-BR', 'es-MX', 'fr-CA', 'nl-BE', 'it-CH'];
  const expected = locales.map(firstWeekday);
  try {
    Object.defineProperty(Intl.Locale.prototype, 'getWeekInfo', { value: undefined, configurable: true });
    expect(locales.map(firstWeekday)).toEqual(expected);
  } finally {
    if (known !== undefined) Object.defineProperty(Intl.Locale.prototype, 'getWeekInfo', known);
  }
});
