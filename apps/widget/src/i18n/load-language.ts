import type { ChosenLanguage, LanguageCode } from '@mais/languages';

import type { CompiledMessages, Language } from './language.ts';

type Words = () => Promise<{ default: CompiledMessages }>;

/** Words that are fetched with what says them: payment and confirmation, what only some are asked, a booking's own page. */
export type LaterWords = 'paying' | 'asked' | 'manage';

// Chunks for each: nobody downloads words that they don't read. The BFF has the page preload the first ones that it begins with.
const catalogs: Readonly<Record<LanguageCode, Readonly<Record<'first' | LaterWords, Words>>>> = {
  en: {
    first: () => import('../messages/en.ts?compiled'),
    paying: () => import('../messages/en.ts?compiled-paying'),
    asked: () => import('../messages/en.ts?compiled-asked'),
    manage: () => import('../messages/en.ts?compiled-manage'),
  },
  es: {
    first: () => import('../messages/es.ts?compiled'),
    paying: () => import('../messages/es.ts?compiled-paying'),
    asked: () => import('../messages/es.ts?compiled-asked'),
    manage: () => import('../messages/es.ts?compiled-manage'),
  },
  fr: {
    first: () => import('../messages/fr.ts?compiled'),
    paying: () => import('../messages/fr.ts?compiled-paying'),
    asked: () => import('../messages/fr.ts?compiled-asked'),
    manage: () => import('../messages/fr.ts?compiled-manage'),
  },
  de: {
    first: () => import('../messages/de.ts?compiled'),
    paying: () => import('../messages/de.ts?compiled-paying'),
    asked: () => import('../messages/de.ts?compiled-asked'),
    manage: () => import('../messages/de.ts?compiled-manage'),
  },
  pt: {
    first: () => import('../messages/pt.ts?compiled'),
    paying: () => import('../messages/pt.ts?compiled-paying'),
    asked: () => import('../messages/pt.ts?compiled-asked'),
    manage: () => import('../messages/pt.ts?compiled-manage'),
  },
  it: {
    first: () => import('../messages/it.ts?compiled'),
    paying: () => import('../messages/it.ts?compiled-paying'),
    asked: () => import('../messages/it.ts?compiled-asked'),
    manage: () => import('../messages/it.ts?compiled-manage'),
  },
  nl: {
    first: () => import('../messages/nl.ts?compiled'),
    paying: () => import('../messages/nl.ts?compiled-paying'),
    asked: () => import('../messages/nl.ts?compiled-asked'),
    manage: () => import('../messages/nl.ts?compiled-manage'),
  },
  ja: {
    first: () => import('../messages/ja.ts?compiled'),
    paying: () => import('../messages/ja.ts?compiled-paying'),
    asked: () => import('../messages/ja.ts?compiled-asked'),
    manage: () => import('../messages/ja.ts?compiled-manage'),
  },
  ar: {
    first: () => import('../messages/ar.ts?compiled'),
    paying: () => import('../messages/ar.ts?compiled-paying'),
    asked: () => import('../messages/ar.ts?compiled-asked'),
    manage: () => import('../messages/ar.ts?compiled-manage'),
  },
};

/** Words that the page has brought along, by language: there before this script runs, so that nothing waits for them. `render-page.ts` of the BFF writes it. */
const brought = (globalThis as { maisWords?: Readonly<Partial<Record<LanguageCode, CompiledMessages>>> }).maisWords;

const spoken: Language[] = [];
const wanted = new Set<LaterWords>();

/** A language whose first words the page has brought along; null for any other. */
export function takeBrought(chosen: ChosenLanguage): Language | null {
  const messages = brought?.[chosen.language];
  return messages === undefined ? null : speak(chosen, { ...messages });
}

/**
 * Fetches a language's first words, and those that were wanted later of others before.
 * @throws Error when they can't be fetched
 */
export async function loadLanguage(chosen: ChosenLanguage): Promise<Language> {
  const words = catalogs[chosen.language];
  const messages = { ...(await words.first()).default };
  // Asked only now, since somebody may have got further meanwhile.
  for (const part of wanted) Object.assign(messages, (await words[part]()).default);
  return speak(chosen, messages);
}

function speak(chosen: ChosenLanguage, messages: CompiledMessages): Language {
  const language: Language = { ...chosen, messages };
  spoken.push(language);
  return language;
}

/**
 * Fetches later words, for the languages that are spoken here and for any to come.
 * @throws Error when they can't be fetched
 */
export async function loadLaterWords(...parts: LaterWords[]): Promise<void> {
  for (const part of parts) wanted.add(part);
  await Promise.all(spoken.flatMap(({ language, messages }) => parts.map(async (part) => Object.assign(messages, (await catalogs[language][part]()).default))));
}
