import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FirstView } from '@mais/contract';
import { isLanguageCode, type ChosenLanguage, type LanguageCode } from '@mais/languages';
import { loadStaticFiles, type StaticFile } from '../../platform/assets/static-files.ts';

/** Where the builds lie, in this repository. */
const buildFolders = {
  widget: fileURLToPath(new URL('../../../../widget/dist', import.meta.url)),
  sdk: fileURLToPath(new URL('../../../../../packages/sdk/dist', import.meta.url)),
  sdkReleases: fileURLToPath(new URL('../../../../../packages/sdk/releases', import.meta.url)),
};

interface ManifestChunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
}

/** Draws the first view as the widget will show it; part of the widget's build. */
export type DrawFirstPicture = (view: FirstView, language: ChosenLanguage, preset: string | null) => Promise<FirstPicture>;

export interface FirstPicture {
  readonly html: string;
  /** What it took to write its days and times: a locale each, and its options as JSON. */
  readonly formats: readonly string[];
  /** The key of the session's storage under which a customer who has come further has something. */
  readonly savedKey: string;
}

/** The widget's build as the embed page needs it: addresses of the entry, its styles, and what it imports at once. */
export interface WidgetBuild {
  readonly script: string;
  readonly styles: readonly string[];
  readonly preloads: readonly string[];
  /** The words that a page begins with, by language: a script of which it needs one. */
  readonly languages: Readonly<Partial<Record<LanguageCode, string>>>;
  /** Null where the page begins empty. */
  readonly draw: DrawFirstPicture | null;
}

export interface EmbedAssets {
  /** By address. */
  readonly files: ReadonlyMap<string, StaticFile>;
  /** Null before the widget is built. */
  readonly widget: WidgetBuild | null;
  /** The loader and what is known of it, by address: the newest ones under `/sdk/` and `/sdk/v1/`, each release under its own. */
  readonly sdk: ReadonlyMap<string, StaticFile> | null;
}

/** Reads the builds into memory; a folder that isn't named is this repository's. */
export async function loadEmbedAssets(elsewhere: Partial<typeof buildFolders> = {}): Promise<EmbedAssets> {
  const folders = { ...buildFolders, ...elsewhere };
  const [files, newest, pinned, releases, manifest, draw] = await Promise.all([
    loadStaticFiles(folders.widget),
    loadStaticFiles(folders.sdk, '/sdk/'),
    loadStaticFiles(folders.sdk, '/sdk/v1/'),
    loadStaticFiles(folders.sdkReleases, '/sdk/v'),
    readJson<Record<string, ManifestChunk>>(`${folders.widget}/.vite/manifest.json`),
    loadDrawing(`${folders.widget}/.server/first-picture.js`),
  ]);
  return {
    files,
    widget: manifest && readBuild(manifest, draw),
    sdk: newest.size > 0 ? new Map([...newest, ...pinned, ...releases]) : null,
  };
}

function readBuild(manifest: Record<string, ManifestChunk>, draw: DrawFirstPicture | null): WidgetBuild | null {
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
    draw,
  };
}

function languagesOf(manifest: Record<string, ManifestChunk>): WidgetBuild['languages'] {
  return Object.fromEntries(Object.entries(manifest).flatMap(([source, { file }]) => {
    const [, code = ''] = /\/messages\/([a-z]+)\.ts\?compiled$/.exec(source) ?? [];
    return isLanguageCode(code) ? [[code, `/${file}`]] : [];
  }));
}

function addresses(names: readonly string[]): string[] {
  return [...new Set(names)].map((name) => `/${name}`);
}

async function loadDrawing(path: string): Promise<DrawFirstPicture | null> {
  if (!existsSync(path)) return null;
  const { drawFirstPicture } = (await import(pathToFileURL(path).href)) as { drawFirstPicture: DrawFirstPicture };
  return drawFirstPicture;
}

async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return null;
  }
}
