import type { Weekday } from '@mais/ui/days';

import { type Messages, en } from '../messages/en.ts';

/** The language that the widget speaks, and how it writes dates and money. */
export interface Language {
  /** for `lang` and Intl: a catalog's language with the reader's or the tenant's region */
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly messages: Messages;
  /** what was asked for, also where there is no catalog for it; the booking keeps it */
  readonly wished: string;
}

const catalogs: Readonly<Record<string, Messages>> = { en };

/**
 * Picks the language: the first wish that has a catalog, or else English. Dates follow the words' language, so that a page
 * never mixes two, but keep the region: English in Germany has its weeks from Monday and its clock to 24.
 * @param wishes language tags, most wanted first; null and malformed ones are passed over
 * @param region ISO 3166 code of the tenant's country, for wishes that name none
 */
export function chooseLanguage(wishes: readonly (string | null | undefined)[], region: string): Language {
  const locales = wishes.map(parseLocale).filter((locale) => locale !== null);
  const spoken = locales.find((locale) => locale.language in catalogs);
  const language = spoken?.language ?? 'en';
  const tag = new Intl.Locale(language, { region: spoken?.region ?? locales[0]?.region ?? region });
  return {
    locale: tag.toString(),
    direction: rightToLeft.has(language) ? 'rtl' : 'ltr',
    messages: catalogs[language] ?? en,
    wished: locales[0]?.toString() ?? language,
  };
}

/** The day on which a week begins where the locale is at home. */
export function firstWeekday(locale: string): Weekday {
  const tag: Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } } = new Intl.Locale(locale);
  const known = tag.getWeekInfo?.().firstDay ?? tag.weekInfo?.firstDay;
  if (known !== undefined) return known as Weekday;
  // Firefox had no week data for long. From the CLDR's supplemental data, weekData/firstDay.
  const region = tag.maximize().region ?? '';
  if (saturdayFirst.has(region)) return 6;
  return sundayFirst.has(region) ? 7 : 1;
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);
const saturdayFirst = new Set('AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY'.split(' '));
const sundayFirst = new Set(
  'AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW'.split(' '),
);

function parseLocale(tag: string | null | undefined): Intl.Locale | null {
  if (tag === null || tag === undefined || tag === '') return null;
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}
