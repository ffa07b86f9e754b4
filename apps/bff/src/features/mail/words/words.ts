import type { LanguageCode } from '@mais/languages';
import { IntlMessageFormat } from 'intl-messageformat';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type WordKey, type Words } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { nl } from './nl.ts';
import { pt } from './pt.ts';

/** All languages that customers are spoken to in. */
export const catalogs: Readonly<Record<LanguageCode, Words>> = { en, es, fr, de, pt, it, nl, ja, ar };

export type Say = (key: WordKey, values?: Readonly<Record<string, string>>) => string;

/**
 * Says messages in a language.
 * @param language its `direction` decides whether values are kept apart from the words around them
 */
export function createSay(language: { readonly language: LanguageCode; readonly locale: string; readonly direction: 'ltr' | 'rtl' }): Say {
  return (key, values = {}) => {
    const apart = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isolate(value, language.direction)]));
    // Tags are no part of our messages, and a value such as "<b>" is text.
    return String(new IntlMessageFormat(catalogs[language.language][key], language.locale, undefined, { ignoreTag: true }).format(apart));
  };
}

// A name of the other direction would pull the punctuation beside it to its own side.
// https://www.w3.org/International/articles/inline-bidi-markup/#nomarkup
function isolate(value: string, direction: 'ltr' | 'rtl'): string {
  return direction === 'rtl' || /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(value) ? `\u2068${value}\u2069` : value;
}
