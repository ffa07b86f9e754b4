// Checks that the paths cited in Markdown files, and the documents cited in sources, exist.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { findMissingPaths } from './find-missing-paths.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
const files = listed.split('\n').filter((file) => /[.](md|tsx?|sql)$/.test(file) && existsSync(`${root}${file}`));

let missing = 0;
for (const file of files) {
  for (const path of findMissingPaths(root, file, readFileSync(`${root}${file}`, 'utf8'))) {
    console.error(`${file} cites ${path}, which isn't there`);
    missing += 1;
  }
}
console.log(`${files.length} files read, ${missing} cited paths missing`);
process.exitCode = missing === 0 ? 0 : 1;
