/** The languages that customers are spoken to in; each has a catalog of messages in the widget. */
export const languageCodes = ['en', 'es', 'fr', 'de', 'pt', 'it', 'nl', 'ja', 'ar'] as const;

export type LanguageCode = (typeof languageCodes)[number];

export interface ChosenLanguage {
  /** whose words */
  readonly language: LanguageCode;
  /** for `lang` and Intl: the language with the reader's or the tenant's region, and what the wish says of numerals or clocks */
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  /** what was asked for, also where we don't speak it; a booking keeps it */
  readonly wished: string;
}

/**
 * Picks the language: the first wish that we speak, whatever its region, or else English. Dates and numbers follow the words'
 * language, so that a page never mixes two, but keep the region: English in Germany has its weeks from Monday and its clock
 * to 24. English is at home everywhere, any other language only where Intl knows it there: Japanese stays Japan's in Germany.
 * @param wishes language tags, most wanted first; null and malformed ones are passed over
 * @param region ISO 3166 code of the tenant's country, for wishes that name none
 */
export function chooseLanguage(wishes: readonly (string | null | undefined)[], region: string): ChosenLanguage {
  const locales = wishes.map(parseLocale).filter((locale) => locale !== null);
  const spoken = locales.find(({ language }) => isLanguageCode(language)) ?? new Intl.Locale('en');
  const locale = spoken.region === undefined ? atHome(spoken, locales[0]?.region ?? region) : spoken;
  return {
    language: spoken.language as LanguageCode,
    locale: locale.toString(),
    direction: spoken.language === 'ar' ? 'rtl' : 'ltr',
    wished: (locales[0] ?? spoken).baseName,
  };
}

export function isLanguageCode(code: string): code is LanguageCode {
  return (languageCodes as readonly string[]).includes(code);
}

function atHome(language: Intl.Locale, region: string): Intl.Locale {
  const regional = new Intl.Locale(language, { region });
  const known = new Intl.Locale(new Intl.DateTimeFormat(regional).resolvedOptions().locale);
  return language.language === 'en' || known.region === regional.region ? regional : language;
}

// Intl takes any word of four to eight letters for a language, but there are none: `auto` is no wish.
const longestTag = 35;
const longestLanguage = 3;

function parseLocale(tag: string | null | undefined): Intl.Locale | null {
  if (!tag || tag.length > longestTag) return null;
  try {
    const locale = new Intl.Locale(tag);
    return locale.language.length > longestLanguage ? null : locale;
  } catch {
    return null;
  }
}
