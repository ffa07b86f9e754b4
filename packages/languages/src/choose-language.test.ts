import fc from 'fast-check';
import { expect, test } from 'vitest';

import { chooseLanguage, isLanguageCode, languageCodes } from './choose-language.ts';

test.each([
  ['pt-BR', 'pt', 'pt-BR'],
  ['de-AT', 'de', 'de-AT'],
  ['zh-Hant-TW', 'en', 'en-TW'],
  ['ar-EG', 'ar', 'ar-EG'],
  ['EN-gb', 'en', 'en-GB'],
  ['fr', 'fr', 'fr'],
  ['es-419', 'es', 'es-419'],
] as const)('answers the wish for %s with the words of %s and the habits of %s', (wish, language, locale) => {
  expect(chooseLanguage([wish], 'DE')).toMatchObject({ language, locale });
});

test('takes the first wish that it speaks: the host’s, the tenant’s, then the browser’s', () => {
  expect(chooseLanguage(['it', 'de-AT', 'fr'], 'AT').language).toBe('it');
  expect(chooseLanguage([null, 'de-AT', 'fr'], 'AT').language).toBe('de');
  expect(chooseLanguage(['zh', 'ko', 'fr-CA', 'es'], 'CN')).toMatchObject({ language: 'fr', locale: 'fr-CA', wished: 'zh' });
});

test.each([
  ['de', 'AT', 'de-AT'],
  ['es', 'MX', 'es-MX'],
  ['ar', 'AE', 'ar-AE'],
  ['ja', 'DE', 'ja'],
  ['ar', 'US', 'ar'],
  ['en', 'JP', 'en-JP'],
])('writes %s for a tenant in %s as %s', (wish, region, locale) => {
  expect(chooseLanguage([wish], region).locale).toBe(locale);
});

test('falls back to English with the region that was asked for', () => {
  expect(chooseLanguage(['fi-FI'], 'DE')).toMatchObject({ language: 'en', locale: 'en-FI', wished: 'fi-FI' });
  expect(chooseLanguage(['fi'], 'DE')).toMatchObject({ language: 'en', locale: 'en-DE', wished: 'fi' });
});

test('passes over what is no language tag', () => {
  expect(chooseLanguage(['not a tag', '', undefined, 'en-NZ'], 'US').locale).toBe('en-NZ');
  expect(chooseLanguage([], 'AE')).toMatchObject({ locale: 'en-AE', wished: 'en' });
  expect(chooseLanguage(['auto', 'a'.repeat(36)], 'AE')).toMatchObject({ locale: 'en-AE', wished: 'en' });
});

test('keeps what a wish says of numerals and clocks for dates and money, and out of what a booking keeps', () => {
  const { locale, wished } = chooseLanguage(['ar-EG-u-nu-latn'], 'AE');
  expect(new Intl.NumberFormat(locale).format(12)).toBe('12');
  expect(new Intl.NumberFormat(chooseLanguage(['ar-EG'], 'AE').locale).format(12)).toBe('١٢');
  expect(wished).toBe('ar-EG');
});

test('writes from right to left exactly where the script does', () => {
  for (const language of languageCodes) {
    const script = new Intl.Locale(language).maximize().script;
    expect(chooseLanguage([language], 'US').direction).toBe(script === 'Arab' ? 'rtl' : 'ltr');
  }
});

test('makes something that Intl takes of whatever it is asked', () => {
  const anyWish = fc.oneof(fc.string(), fc.constantFrom(null, 'de-AT', 'zh', 'x-klingon', 'und', 'root', 'ar-u-nu-latn', 'de-1996-AT'));
  fc.assert(fc.property(fc.array(anyWish), fc.constantFrom('AE', 'JP', '419'), (wishes, region) => {
    const { language, locale, wished } = chooseLanguage(wishes, region);
    // As the API takes it with a booking.
    expect(wished).toMatch(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);
    expect(isLanguageCode(language)).toBe(true);
    expect(new Intl.DateTimeFormat(locale).format(0)).not.toBe('');
    expect(new Intl.Locale(locale).language).toBe(language);
  }));
});
