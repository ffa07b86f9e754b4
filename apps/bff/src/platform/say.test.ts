import { chooseLanguage, languageCodes, type LanguageCode } from '@mais/languages';
import { expect, it } from 'vitest';
import { sayFrom } from './say.ts';

const catalogs = Object.fromEntries(languageCodes.map((code) => [code, { glad: `${code}: {tenant} is glad` }])) as Record<LanguageCode, { glad: string }>;

it('says a message in the chosen language, with what is no markup left as it is', () => {
  expect(sayFrom(catalogs, chooseLanguage(['nl-BE'], 'BE'))('glad', { tenant: '<b>O’Neill & {x}' })).toBe('nl: <b>O’Neill & {x} is glad');
});

it('keeps a name of the other direction apart', () => {
  expect(sayFrom(catalogs, chooseLanguage(['ar'], 'AE'))('glad', { tenant: 'Bella' })).toContain('\u2068Bella\u2069');
  expect(sayFrom(catalogs, chooseLanguage(['en'], 'US'))('glad', { tenant: 'بيلا' })).toContain('\u2068بيلا\u2069');
});
