import { execFile } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const packagesFolder = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Writes the declarations that entry files stand for, with all that they need of packages that are not published.
 * @param folder the package's folder, with its `tsconfig.json`
 * @param entries files in `src`, such as `index.ts`
 * @param inside names of packages that come along, rather than being installed beside it
 * @returns texts by path: `index.d.ts` for an entry, `embed-protocol/messages.d.ts` for what came along
 * @throws Error with the compiler's words when the types are wrong
 */
export async function writeDeclarations(folder: string, entries: string[], inside: string[]): Promise<Map<string, string>> {
  const emitted = await mkdtemp(join(tmpdir(), 'mais-declarations-'));
  try {
    await compile(folder, entries, emitted, inside);
    return await collect(folder, entries, emitted, inside);
  } finally {
    await rm(emitted, { recursive: true, force: true });
  }
}

async function compile(folder: string, entries: string[], outDir: string, inside: string[]): Promise<void> {
  const project = join(outDir, 'tsconfig.json');
  await writeFile(project, JSON.stringify({
    extends: join(folder, 'tsconfig.json'),
    compilerOptions: { noEmit: false, declaration: true, emitDeclarationOnly: true, outDir, rootDir: packagesFolder, types: [], paths: await readPaths(folder, inside) },
    include: [],
    files: entries.map((entry) => join(folder, 'src', entry)),
  }));
  const compiler = createRequire(join(packagesFolder, '../package.json')).resolve('typescript/package.json');
  try {
    await run(process.execPath, [join(dirname(compiler), 'bin/tsc'), '--project', project, '--pretty', 'false']);
  } catch (error) {
    throw new Error(`The types of ${folder} can't be written:\n${(error as { stdout?: string }).stdout ?? ''}`, { cause: error });
  }
}

/** Where the sources of packages are: of what it finds in `node_modules`, the compiler writes no declarations. */
async function readPaths(folder: string, names: string[]): Promise<Record<string, string[]>> {
  const paths: Record<string, string[]> = {};
  for (const name of names) {
    const its = await realpath(join(folder, 'node_modules', name));
    const { exports } = JSON.parse(await readFile(join(its, 'package.json'), 'utf8')) as { exports: Record<string, string> };
    for (const [path, file] of Object.entries(exports)) paths[join(name, path)] = [join(its, file)];
  }
  return paths;
}

/** Follows the imports from the entries, and leaves behind what none of them leads to. */
async function collect(folder: string, entries: string[], emitted: string, inside: string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const sources = entries.map((entry) => join(folder, 'src', entry));
  for (const source of sources) {
    const text = await readFile(join(emitted, declarationOf(relative(packagesFolder, source))), 'utf8');
    const place = placeOf(folder, source);
    const moved = text.replaceAll(/(?<=\b(?:from|import) |import\()(["'])([^"']+)\1/g, (whole, quote: string, specifier: string) => {
      const target = resolveSource(source, specifier, inside);
      if (target === null) return whole;
      if (!sources.includes(target)) sources.push(target);
      return quote + asSpecifier(relative(dirname(place), placeOf(folder, target))) + quote;
    });
    texts.set(place, moved);
  }
  return texts;
}

/** @returns the source file that is meant, or null for a package that is installed beside this one */
function resolveSource(source: string, specifier: string, inside: string[]): string | null {
  if (specifier.startsWith('.')) return join(dirname(source), specifier);
  const comesAlong = inside.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  return comesAlong ? createRequire(source).resolve(specifier) : null;
}

/** Where a source's declarations go: files of the package itself to its top, those of others below their package's name. */
function placeOf(folder: string, source: string): string {
  const own = relative(join(folder, 'src'), source);
  return declarationOf(own.startsWith('..') ? relative(packagesFolder, source).replace('/src/', '/') : own);
}

function declarationOf(path: string): string {
  return path.replace(/[.]tsx?$/, '.d.ts');
}

/** Node's resolution wants the name of the JavaScript file, and finds the declarations by it. */
function asSpecifier(path: string): string {
  const named = path.replace(/[.]d[.]ts$/, '.js');
  return named.startsWith('.') ? named : `./${named}`;
}
