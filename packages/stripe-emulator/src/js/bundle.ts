import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The scripts that browsers load, by their names under `/js/`. */
const ENTRIES = {
  stripe: new URL('./host/stripe.ts', import.meta.url),
  'card-form': new URL('./card-form/main.ts', import.meta.url),
  authentication: new URL('./authentication/main.ts', import.meta.url),
  overview: new URL('../pages/overview/main.ts', import.meta.url),
} as const;

export type ScriptName = keyof typeof ENTRIES;

let bundling: Promise<ReadonlyMap<string, string>> | undefined;

/** One browser script, bundled from source; all of them together when the first is asked for. */
export async function bundledScript(name: ScriptName): Promise<string> {
  bundling ??= bundle();
  const script = (await bundling).get(name);
  if (script === undefined) throw new Error(`no script ${name} was bundled`);
  return script;
}

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const result = await build({
    entryPoints: Object.entries(ENTRIES).map(([out, url]) => ({ in: fileURLToPath(url), out })),
    bundle: true,
    charset: 'utf8',
    format: 'iife',
    legalComments: 'none',
    outdir: 'js',
    target: 'es2022',
    write: false,
  });
  return new Map(result.outputFiles.map((file) => [/([^/\\]+)\.js$/.exec(file.path)?.[1] ?? '', file.text]));
}
