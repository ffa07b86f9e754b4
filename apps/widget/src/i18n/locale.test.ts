import { expect, test } from 'vitest';

import { chooseLanguage, firstWeekday } from './locale.ts';

test('takes the first wish that has a catalog', () => {
  expect(chooseLanguage([null, 'en-GB', 'de'], 'US')).toMatchObject({ locale: 'en-GB', direction: 'ltr', wished: 'en-GB' });
});

test('falls back to English with the region that was asked for', () => {
  expect(chooseLanguage(['de-AT'], 'DE')).toMatchObject({ locale: 'en-AT', wished: 'de-AT' });
  expect(chooseLanguage(['de'], 'DE')).toMatchObject({ locale: 'en-DE', wished: 'de' });
});

test('passes over what is no language tag', () => {
  expect(chooseLanguage(['not a tag', '', undefined, 'en-NZ'], 'US').locale).toBe('en-NZ');
  expect(chooseLanguage([], 'AE').locale).toBe('en-AE');
});

test.each([['en-US', 7], ['en-DE', 1], ['en-NZ', 1], ['en-JP', 7], ['en-AE', 1]] as const)('begins the week of %s on day %d', (locale, day) => {
  // The United Arab Emirates moved their weekend in 2022; older data says Saturday.
  expect(locale === 'en-AE' ? [1, 6] : [day]).toContain(firstWeekday(locale));
});
