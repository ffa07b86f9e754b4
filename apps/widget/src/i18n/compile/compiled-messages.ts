import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

import { compileCatalog } from './compile-catalog.ts';

/** What begins the keys of words that most visitors never read, or not before they have booked; all others are the first words. */
const later = {
  // With what cancelling gives back, which stands beside the price.
  paying: /^(?:policy\.|payment\.(?!loading)|ended\.|confirmation\.|manage\.refund$)/u,
  // For some packages alone, or to who waits for a full day.
  asked: /^(?:promo\.|postal\.|file\.|waitlist\.)/u,
  manage: /^manage\.(?!refund$)/u,
} as const;

const queries: Readonly<Record<string, (key: string) => boolean>> = {
  '?compiled': (key) => !Object.values(later).some((part) => part.test(key)),
  '?compiled-paying': (key) => later.paying.test(key),
  '?compiled-asked': (key) => later.asked.test(key),
  '?compiled-manage': (key) => later.manage.test(key),
};

/**
 * Lets `import('…/messages/de.ts?compiled')` bring that catalog's messages as functions instead of text: those that are said
 * before a booking is made, and `?compiled-paying`, `?compiled-asked` and `?compiled-manage` the others.
 */
export function compiledMessages(): Plugin {
  return {
    name: 'mais-compiled-messages',
    async load(id) {
      const query = Object.keys(queries).find((one) => id.endsWith(one));
      const isWanted = query === undefined ? undefined : queries[query];
      if (query === undefined || isWanted === undefined) return null;
      const file = id.slice(0, -query.length);
      this.addWatchFile(file);
      const messages = Object.entries(await readCatalog(file)).filter(([key]) => isWanted(key));
      return { code: compileCatalog(Object.fromEntries(messages)), moduleType: 'js' };
    },
  };
}

/** A catalog's file exports one object, and runs on Node as it stands. */
async function readCatalog(file: string): Promise<Record<string, string>> {
  const text = await readFile(file, 'utf8');
  const module = (await import(`${pathToFileURL(file).href}?${text.length}`)) as Record<string, Record<string, string>>;
  const [catalog, ...more] = Object.values(module);
  if (catalog === undefined || more.length > 0) throw new Error(`${file} must export one catalog, and nothing else`);
  return catalog;
}
