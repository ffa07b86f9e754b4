import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

import { compileCatalog } from './compile-catalog.ts';

const query = '?compiled';

/** Lets `import('…/messages/de.ts?compiled')` bring that catalog's messages as functions instead of text. */
export function compiledMessages(): Plugin {
  return {
    name: 'mais-compiled-messages',
    async load(id) {
      if (!id.endsWith(query)) return null;
      const file = id.slice(0, -query.length);
      this.addWatchFile(file);
      return { code: compileCatalog(await readCatalog(file)), moduleType: 'js' };
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
