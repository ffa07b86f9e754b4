import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const repositoryRoot: string = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** The folders of a package and of all workspace packages that its code is made of. */
export function listSourceFolders(packageFolder: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(packageFolder)) return seen;
  seen.add(packageFolder);
  const { dependencies = {} } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const [name, version] of Object.entries(dependencies)) {
    if (version.startsWith('workspace:')) listSourceFolders(realpathSync(join(packageFolder, 'node_modules', name)), seen);
  }
  return seen;
}
