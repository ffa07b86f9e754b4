import type { WidgetConfig } from '@mais/contract';
import { type ChosenLanguage, chooseLanguage } from '@mais/languages';
import { useEffect, useState } from 'react';

import type { Language } from './language.ts';
import { loadLanguage } from './load-language.ts';

type Home = Pick<WidgetConfig['tenant'], 'locale' | 'country'>;

/** The language that a page should speak: what the host page asks for, then the tenant's own, then the browser's. */
export function wantedLanguage(asked: string | null, { locale, country }: Home): ChosenLanguage {
  return chooseLanguage([asked, locale, ...navigator.languages], country);
}

/**
 * The language to speak now. When the host page asks for another, its words are fetched first, so that nothing is ever
 * without words; where they can't be fetched, the page stays with those it has.
 */
export function useLanguage(first: Language, asked: string | null, tenant: Home): Language {
  const [language, setLanguage] = useState(first);

  useEffect(() => {
    const wanted = wantedLanguage(asked, tenant);
    if (wanted.locale === language.locale && wanted.wished === language.wished) return undefined;
    let isWanted = true;
    loadLanguage(wanted).then(
      (next) => isWanted && setLanguage(() => next),
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, [asked, tenant, language]);

  return language;
}
