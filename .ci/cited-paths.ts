// Checks that the paths cited in Markdown files, and the documents cited in sources, exist.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findMissingPaths } from './find-missing-paths.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const made = new Set(['node_modules', 'dist', '.git', '.mais', '.artifacts']);
const folders = ['*', '{.ci,.config}/*', '{packages,apps,e2e,docs,deploy}/**/*'];
const files = globSync(
  folders.map((folder) => `${folder}.{md,ts,tsx,sql}`),
  { cwd: root, exclude: (path) => made.has(basename(path)) },
);

let missing = 0;
for (const file of files) {
  for (const path of findMissingPaths(root, file, readFileSync(join(root, file), 'utf8'))) {
    console.error(`${file} cites ${path}, which isn't there`);
    missing += 1;
  }
}
console.log(`${files.length} files read, ${missing} cited paths missing`);
process.exitCode = missing === 0 ? 0 : 1;
