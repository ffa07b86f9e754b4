import { type MessageFormatElement, TYPE } from '@formatjs/icu-messageformat-parser';
import { languageCodes } from '@mais/languages';
import { describe, expect, test } from 'vitest';

import { parseMessage } from '../i18n/compile/compile-catalog.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type MessageKey } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { nl } from './nl.ts';
import { pt } from './pt.ts';

const catalogs: Readonly<Record<string, Readonly<Record<string, string>>>> = { ar, de, en, es, fr, it, ja, nl, pt };
const keys = Object.keys(en) as MessageKey[];

/** Words that are the same in two languages; anything else that reads as in English was left behind. */
const sharedWithEnglish: Readonly<Record<string, readonly MessageKey[]>> = {
  de: ['app.optional', 'details.name'],
  es: ['price.total'],
  fr: ['steps.extras', 'steps.date', 'confirmation.extras', 'price.total', 'details.email'],
  pt: ['price.total', 'details.email'],
  it: ['details.email'],
  nl: ['details.email'],
  ja: [],
  ar: [],
};

test('there is a catalog for each language, and no other', () => {
  expect(Object.keys(catalogs).toSorted()).toEqual([...languageCodes].toSorted());
});

describe.each(languageCodes)('the catalog of %s', (language) => {
  const catalog = catalogs[language] ?? {};

  test('has every key of the English one in its order, and none more', () => {
    expect(Object.keys(catalog)).toEqual(keys);
  });

  test('gives each message the arguments that the English one has', () => {
    for (const key of keys) expect(argumentsOf(parseMessage(catalog[key] ?? '')), key).toEqual(argumentsOf(parseMessage(en[key])));
  });

  test('has exactly the plural forms that its numbers take', () => {
    // Beyond a thousand no count of ours goes, so that forms for millions never show.
    const rules = new Intl.PluralRules(language);
    const needed = new Set(Array.from({ length: 1001 }, (_, number) => rules.select(number)));
    needed.add('other');
    for (const key of keys) {
      for (const plural of pluralsOf(parseMessage(catalog[key] ?? ''))) {
        const forms = Object.keys(plural.options).filter((form) => !form.startsWith('='));
        expect(forms.toSorted(), key).toEqual([...needed].toSorted());
      }
    }
  });

  test('leaves no message empty, padded or in straight quotes', () => {
    for (const key of keys) {
      const message = catalog[key] ?? '';
      expect(message, key).not.toMatch(/^\s|\s$|^$|['"]|\.\.\./u);
    }
  });
});

describe.each(languageCodes.filter((code) => code !== 'en'))('the catalog of %s', (language) => {
  test('leaves nothing in English', () => {
    const shared = sharedWithEnglish[language] ?? [];
    const worded = keys.filter((key) => /\p{Letter}/u.test(textOf(parseMessage(en[key]))));
    const same = worded.filter((key) => catalogs[language]?.[key] === en[key]);
    expect(same.toSorted()).toEqual(shared.toSorted());
  });
});

test('French has a narrow no-break space before ? ! : and ;', () => {
  for (const [key, message] of Object.entries(fr)) expect(message, key).not.toMatch(/(?<!\u202f)[?!:;]/u);
});

test('Spanish opens its questions and exclamations', () => {
  for (const [key, message] of Object.entries(es)) {
    expect(count(message, '?'), key).toBe(count(message, '¿'));
    expect(count(message, '!'), key).toBe(count(message, '¡'));
  }
});

test('German says Sie, never du', () => {
  for (const [key, message] of Object.entries(de)) expect(message, key).not.toMatch(/\b(?:du|dich|dir|dein\w*)\b/iu);
});

test('Japanese and Arabic use their own punctuation', () => {
  for (const [key, message] of Object.entries(ja)) expect(textOf(parseMessage(message)), key).not.toMatch(/[,;:?!]|\.(?!com)/u);
  for (const [key, message] of Object.entries(ar)) expect(textOf(parseMessage(message)), key).not.toMatch(/[,;?]/u);
});

function argumentsOf(elements: readonly MessageFormatElement[]): string[] {
  const names = elements.flatMap((element): string[] => {
    if (element.type === TYPE.argument) return [element.value];
    if (element.type === TYPE.plural) return [`${element.value}, plural`, ...Object.values(element.options).flatMap(({ value }) => argumentsOf(value))];
    return [];
  });
  return [...new Set(names)].toSorted();
}

function pluralsOf(elements: readonly MessageFormatElement[]) {
  return elements.filter((element) => element.type === TYPE.plural);
}

/** The words alone, without names of arguments. */
function textOf(elements: readonly MessageFormatElement[]): string {
  return elements.map((element) => {
    if (element.type === TYPE.literal) return element.value;
    return element.type === TYPE.plural ? Object.values(element.options).map(({ value }) => textOf(value)).join(' ') : '';
  }).join(' ');
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
