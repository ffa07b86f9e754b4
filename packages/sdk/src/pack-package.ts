import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeDeclarations } from './declarations.ts';
import { packTarball } from './tarball.ts';

/** A package as npm takes it. */
export interface PackedPackage {
  /** what is in it, ready for `npm publish` */
  folder: string;
  /** the same as a file to install or to publish */
  tarball: string;
  /** paths of its files, in order */
  files: string[];
}

interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/**
 * Packs a package of the workspace for npm: JavaScript and declarations instead of sources, with what it uses of `@mais/embed-protocol`
 * inside. What the workspace imports stays as it is.
 * @param folder the package's folder; its README for npm is `README.npm.md`
 * @param entries what can be imported of it, with its file in `src`: `{ '.': 'index.ts' }`
 * @param outDir where to; a folder and a tarball are put there, in place of those before
 */
export async function packPackage(folder: string, entries: Record<string, string>, outDir: string): Promise<PackedPackage> {
  const manifest = await readManifest(join(folder, 'package.json'));
  const { license } = await readManifest(fileURLToPath(new URL('../../../package.json', import.meta.url)));
  const dependencies = await listPublished(folder, manifest);
  const { peerDependencies = {} } = manifest;
  const inside = Object.keys(manifest.dependencies ?? {}).filter((name) => !(name in dependencies));
  const files = new Map([
    ...(await writeDeclarations(folder, Object.values(entries), inside)),
    ...(await bundle(folder, Object.values(entries), Object.keys({ ...dependencies, ...peerDependencies }))),
    ['README.md', await readFile(join(folder, 'README.npm.md'), 'utf8')],
    ['package.json', `${JSON.stringify(toPublish({ ...manifest, license, dependencies, peerDependencies }, entries), null, 2)}\n`],
  ]);
  return write(files, manifest, outDir);
}

function toPublish({ name, version, description, license, dependencies, peerDependencies }: Manifest, entries: Record<string, string>): object {
  const exported = Object.entries(entries).map(([path, file]) => [path, { types: `./${named(file, '.d.ts')}`, default: `./${named(file, '.js')}` }]);
  return {
    name, version, description, license,
    type: 'module',
    sideEffects: false,
    types: './index.d.ts',
    exports: { ...Object.fromEntries(exported), './package.json': './package.json' },
    ...(hasAny(dependencies) && { dependencies }),
    ...(hasAny(peerDependencies) && { peerDependencies }),
    publishConfig: { access: 'public' },
  };
}

/** Dependencies that are installed beside the package rather than put into it: those that are published too, and so have a README for npm. */
async function listPublished(folder: string, { dependencies = {} }: Manifest): Promise<Record<string, string>> {
  const published: Record<string, string> = {};
  for (const name of Object.keys(dependencies)) {
    const its = join(folder, 'node_modules', name);
    if (existsSync(join(its, 'README.npm.md'))) published[name] = `^${(await readManifest(join(its, 'package.json'))).version}`;
  }
  return published;
}

/** Left readable: whoever installs it has a minifier, and somebody who has to debug. */
async function bundle(folder: string, entries: string[], external: string[]): Promise<[path: string, code: string][]> {
  const { outputFiles } = await build({
    entryPoints: entries.map((entry) => join(folder, 'src', entry)),
    absWorkingDir: folder,
    outdir: folder,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    jsx: 'automatic',
    external,
  });
  return entries.map((entry, index) => [named(entry, '.js'), outputFiles[index]?.text ?? '']);
}

async function write(files: Map<string, string>, { name, version }: Manifest, outDir: string): Promise<PackedPackage> {
  const fileName = name.replace('@', '').replace('/', '-');
  const folder = join(outDir, fileName);
  const tarball = join(outDir, `${fileName}-${version}.tgz`);
  await rm(folder, { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await writeFile(tarball, packTarball(files));
  return { folder, tarball, files: [...files.keys()].toSorted() };
}

function hasAny(versions: Record<string, string> = {}): boolean {
  return Object.keys(versions).length > 0;
}

function named(entry: string, extension: string): string {
  return entry.replace(/[.]tsx?$/, extension);
}

async function readManifest(file: string): Promise<Manifest> {
  return JSON.parse(await readFile(file, 'utf8')) as Manifest;
}
