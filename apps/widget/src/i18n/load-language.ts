import type { ChosenLanguage, LanguageCode } from '@mais/languages';

import type { CompiledMessages, Language } from './language.ts';

type Words = () => Promise<{ default: CompiledMessages }>;

// Chunks for each: nobody downloads words that they don't read. The BFF has the page preload the first ones that it begins with.
const catalogs: Readonly<Record<LanguageCode, readonly [first: Words, later: Words]>> = {
  en: [() => import('../messages/en.ts?compiled'), () => import('../messages/en.ts?compiled-later')],
  es: [() => import('../messages/es.ts?compiled'), () => import('../messages/es.ts?compiled-later')],
  fr: [() => import('../messages/fr.ts?compiled'), () => import('../messages/fr.ts?compiled-later')],
  de: [() => import('../messages/de.ts?compiled'), () => import('../messages/de.ts?compiled-later')],
  pt: [() => import('../messages/pt.ts?compiled'), () => import('../messages/pt.ts?compiled-later')],
  it: [() => import('../messages/it.ts?compiled'), () => import('../messages/it.ts?compiled-later')],
  nl: [() => import('../messages/nl.ts?compiled'), () => import('../messages/nl.ts?compiled-later')],
  ja: [() => import('../messages/ja.ts?compiled'), () => import('../messages/ja.ts?compiled-later')],
  ar: [() => import('../messages/ar.ts?compiled'), () => import('../messages/ar.ts?compiled-later')],
};

const spoken: Language[] = [];
let isLaterWanted = false;

/**
 * Fetches a language's words, without those that are said only once a booking is made.
 * @throws Error when they can't be fetched
 */
export async function loadLanguage(chosen: ChosenLanguage): Promise<Language> {
  const [first, later] = catalogs[chosen.language];
  const messages = { ...(await first()).default };
  // Asked only now, since somebody may have got that far meanwhile.
  if (isLaterWanted) Object.assign(messages, (await later()).default);
  const language: Language = { ...chosen, messages };
  spoken.push(language);
  return language;
}

/**
 * Fetches the words that are said once a booking is made, for the languages that are spoken here and for any to come.
 * @throws Error when they can't be fetched
 */
export async function loadLaterWords(): Promise<void> {
  isLaterWanted = true;
  await Promise.all(spoken.map(async ({ language, messages }) => Object.assign(messages, (await catalogs[language][1]()).default)));
}
