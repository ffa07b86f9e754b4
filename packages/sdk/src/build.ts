import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';
import { assertUnchanged } from './releases.ts';

/** What `mais-sdk.json` says about the file beside it. */
export interface SdkManifest {
  version: string;
  file: string;
  sizeBytes: number;
  /** for the tag's `integrity` attribute */
  integrity: string;
}

/**
 * Builds the loader: `mais-sdk.js`, and `mais-sdk.json` about it.
 * @param outDir where to; made when it isn't there
 * @returns what `mais-sdk.json` says
 * @throws Error when this version was released with other code
 */
export async function buildSdk(outDir: string): Promise<SdkManifest> {
  const code = await shrink(await bundle());
  const version = await packageVersion();
  await assertUnchanged(version, code);
  const manifest: SdkManifest = {
    version,
    file: 'mais-sdk.js',
    sizeBytes: Buffer.byteLength(code),
    integrity: `sha384-${createHash('sha384').update(code).digest('base64')}`,
  };
  await mkdir(outDir, { recursive: true });
  await writeFile(join(outDir, manifest.file), code);
  await writeFile(join(outDir, 'mais-sdk.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('loader.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    define: { 'globalThis.document': 'document', VERSION: JSON.stringify(await packageVersion()) },
  });
  return outputFiles[0]?.text ?? '';
}

// Nothing here changes what the code means: no property is renamed, no `unsafe` option is on. A block keeps the names
// to itself in fewer bytes than a function would, as long as they are not declared with `var`. `let` is shorter than
// `const`, and more of it is joined; what is assigned to twice the type checker has refused before.
async function shrink(bundled: string): Promise<string> {
  const { code = '' } = await minify(bundled.replaceAll(/\bconst /g, 'let '), { ecma: 2020, module: true, compress: { passes: 4, booleans_as_integers: true } });
  const scoped = code.replace(/^var /, 'let ').replace(/;$/, '');
  if (/\bvar\b|^function|;function/.test(scoped)) throw new Error(`The loader would leave a global behind: ${scoped}`);
  return `{${scoped}}`;
}

async function packageVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}

if (import.meta.main) {
  const { sizeBytes, integrity } = await buildSdk(fileURLToPath(new URL('../dist', import.meta.url)));
  process.stdout.write(`mais-sdk.js: ${sizeBytes} bytes, ${integrity}\n`);
}
