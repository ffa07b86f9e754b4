import type { ChosenLanguage, LanguageCode } from '@mais/languages';

import type { CompiledMessages, Language } from './language.ts';

// A chunk for each: nobody downloads words that they don't read. The BFF has the page preload the one that it begins with.
const catalogs: Readonly<Record<LanguageCode, () => Promise<{ default: CompiledMessages }>>> = {
  en: () => import('../messages/en.ts?compiled'),
  es: () => import('../messages/es.ts?compiled'),
  fr: () => import('../messages/fr.ts?compiled'),
  de: () => import('../messages/de.ts?compiled'),
  pt: () => import('../messages/pt.ts?compiled'),
  it: () => import('../messages/it.ts?compiled'),
  nl: () => import('../messages/nl.ts?compiled'),
  ja: () => import('../messages/ja.ts?compiled'),
  ar: () => import('../messages/ar.ts?compiled'),
};

/**
 * Fetches a language's words.
 * @throws Error when they can't be fetched
 */
export async function loadLanguage(chosen: ChosenLanguage): Promise<Language> {
  return { ...chosen, messages: (await catalogs[chosen.language]()).default };
}
