import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/**
 * Finds paths that a file cites and that don't exist.
 * In Markdown: targets of relative links, and code spans that begin with a top folder or, in a package, with `src/`.
 * In sources: documents below `docs`, as after `@see`.
 * @param root the repository's top folder
 * @param file the citing file, relative to it
 * @returns each missing path once, as cited
 */
export function findMissingPaths(root: string, file: string, text: string): string[] {
  const cited = file.endsWith('.md') ? citedInMarkdown(root, /^(packages|apps|e2e)\//.test(file), text) : citedInSource(text);
  const missing = cited.filter(({ path, relative }) => !existsSync(join(root, relative ? dirname(file) : '', normalize(path))));
  return [...new Set(missing.map(({ path }) => path))];
}

interface Cited {
  path: string;
  /** to the citing file rather than to the top folder */
  relative: boolean;
}

function citedInMarkdown(root: string, inPackage: boolean, text: string): Cited[] {
  const prose = text.replaceAll(/^```[^]*?^```/gm, '');
  // What looks like a link within code, such as in a pattern, is none.
  const links = [...prose.replaceAll(/(`+)[^`\n]+\1/g, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.split('#')[0] ?? '')
    .filter((path) => path !== '' && !/^[a-z]+:/.test(path))
    .map((path) => ({ path: decodeURI(path), relative: true }));
  const topFolders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const spans = [...prose.matchAll(/`([\w.@-]+(?:\/[\w.@-]+)+\/?)`/g)]
    .map(([, path = '']) => ({ path, relative: inPackage && path.startsWith('src/') }))
    .filter(({ path, relative }) => relative || isInside(topFolders, path));
  return [...links, ...spans];
}

/** What a run makes isn't there in a fresh clone. */
function isInside(topFolders: string[], path: string): boolean {
  const [first = ''] = path.split('/');
  return topFolders.includes(first) && !['node_modules', '.mais', '.git'].includes(first) && !/(^|\/)(dist|node_modules|[.]artifacts)(\/|$)/.test(path);
}

function citedInSource(text: string): Cited[] {
  return [...text.matchAll(/(?<![\w/.])docs\/[\w/.-]+[.]md/g)].map(([path]) => ({ path, relative: false }));
}
