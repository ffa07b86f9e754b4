import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isLanguageCode, type LanguageCode } from '@mais/languages';
import { loadStaticFiles, type StaticFile } from '../../platform/assets/static-files.ts';

/** Where the builds lie, in this repository. */
const buildFolders = {
  widget: fileURLToPath(new URL('../../../../widget/dist', import.meta.url)),
  sdk: fileURLToPath(new URL('../../../../../packages/sdk/dist', import.meta.url)),
} as const;

interface ManifestChunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
}

/** The widget's build as the embed page needs it: addresses of the entry, its styles, and what it imports at once. */
export interface WidgetBuild {
  readonly script: string;
  readonly styles: readonly string[];
  readonly preloads: readonly string[];
  /** The words of each language, a script of which a page needs one. */
  readonly languages: Readonly<Partial<Record<LanguageCode, string>>>;
}

export interface EmbedAssets {
  /** By address. */
  readonly files: ReadonlyMap<string, StaticFile>;
  /** Null before the widget is built. */
  readonly widget: WidgetBuild | null;
  readonly sdk: { readonly file: StaticFile; readonly version: string } | null;
}

export async function loadEmbedAssets(folders: { widget: string; sdk: string } = buildFolders): Promise<EmbedAssets> {
  const [files, sdkFiles, manifest, sdkManifest] = await Promise.all([
    loadStaticFiles(folders.widget),
    loadStaticFiles(folders.sdk),
    readJson<Record<string, ManifestChunk>>(`${folders.widget}/.vite/manifest.json`),
    readJson<{ version: string }>(`${folders.sdk}/mais-sdk.json`),
  ]);
  const sdkFile = sdkFiles.get('/mais-sdk.js');
  return {
    files,
    widget: manifest && readBuild(manifest),
    sdk: sdkFile && sdkManifest ? { file: sdkFile, version: sdkManifest.version } : null,
  };
}

function readBuild(manifest: Record<string, ManifestChunk>): WidgetBuild | null {
  const entry = Object.values(manifest).find((chunk) => chunk.isEntry);
  if (!entry) return null;
  const chunks = new Set<ManifestChunk>();
  const visit = (chunk: ManifestChunk | undefined): void => {
    if (!chunk || chunks.has(chunk)) return;
    chunks.add(chunk);
    for (const name of chunk.imports ?? []) visit(manifest[name]);
  };
  visit(entry);
  return {
    script: `/${entry.file}`,
    styles: addresses([...chunks].flatMap((chunk) => chunk.css ?? [])),
    preloads: addresses([...chunks].filter((chunk) => chunk !== entry).map((chunk) => chunk.file)),
    languages: languagesOf(manifest),
  };
}

function languagesOf(manifest: Record<string, ManifestChunk>): WidgetBuild['languages'] {
  return Object.fromEntries(Object.entries(manifest).flatMap(([source, { file }]) => {
    const [, code = ''] = /\/messages\/([a-z]+)\.ts\?/.exec(source) ?? [];
    return isLanguageCode(code) ? [[code, `/${file}`]] : [];
  }));
}

function addresses(names: readonly string[]): string[] {
  return [...new Set(names)].map((name) => `/${name}`);
}

async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return null;
  }
}
