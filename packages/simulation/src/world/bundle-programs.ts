import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin, stop } from 'esbuild';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

const sources = {
  bff: 'apps/bff/src/main.ts',
  worker: 'apps/bff/src/worker.ts',
  cli: 'apps/bff/src/cli.ts',
  emulator: 'packages/stripe-emulator/src/main.ts',
} as const;

/** The product's programs, each a single file. */
export type Programs = Readonly<Record<keyof typeof sources, string>>;

/**
 * Writes each program as one file. A run starts processes again and again, and loading a thousand modules one by one takes four times
 * as long as loading one that holds them. Each comes with a source map.
 */
export async function bundlePrograms(folder: string): Promise<Programs> {
  try {
    await build({
      absWorkingDir: root,
      entryPoints: sources,
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: `node${process.versions.node}`,
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'silent',
      // Packages in CommonJS ask for Node's own modules by it.
      banner: { js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);" },
      plugins: [leaveNativeOnes, keepPlaces],
    });
  } finally {
    await stop();
  }
  return Object.fromEntries(Object.keys(sources).map((name) => [name, join(folder, `${name}.mjs`)])) as unknown as Programs;
}

/** Packages that bring a binary, which has to lie where they look for it. */
const leaveNativeOnes: Plugin = {
  name: 'leave native ones',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^(sharp|esbuild)$/, namespace: 'file' }, async ({ path, pluginData, ...asked }) => {
      if (pluginData === 'asked') return null;
      const found = await resolve(path, { ...asked, pluginData: 'asked' });
      return { path: found.path, external: true, errors: found.errors };
    });
  },
};

/** Migrations, style sheets and the widget's build are found from where a file lies: it goes on saying that. */
const keepPlaces: Plugin = {
  name: 'keep places',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta.url')) return null;
      return { contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: path.endsWith('ts') ? 'ts' : 'js' };
    });
  },
};
