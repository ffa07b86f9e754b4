import type { ChosenLanguage, LanguageCode } from '@mais/languages';
import { IntlMessageFormat } from 'intl-messageformat';

/** Messages in ICU MessageFormat, by language and key. */
export type Catalogs<Key extends string> = Readonly<Record<LanguageCode, Readonly<Record<Key, string>>>>;

export type Say<Key extends string> = (key: Key, values?: Readonly<Record<string, string>>) => string;

/**
 * Says a catalog's messages in a language.
 * @param language its `direction` decides whether values are kept apart from the words around them
 */
export function sayFrom<Key extends string>(catalogs: Catalogs<Key>, { language, locale, direction }: Pick<ChosenLanguage, 'language' | 'locale' | 'direction'>): Say<Key> {
  return (key, values = {}) => {
    const apart = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isolate(value, direction)]));
    // Tags are no part of our messages, and a value such as "<b>" is text.
    return String(new IntlMessageFormat(catalogs[language][key], locale, undefined, { ignoreTag: true }).format(apart));
  };
}

// A name of the other direction would pull the punctuation beside it to its own side.
// https://www.w3.org/International/articles/inline-bidi-markup/#nomarkup
function isolate(value: string, direction: 'ltr' | 'rtl'): string {
  return direction === 'rtl' || /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(value) ? `\u2068${value}\u2069` : value;
}
