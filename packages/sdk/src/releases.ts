import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where each released version stays, byte for byte: websites pin them by hash. */
export const releasesFolder = fileURLToPath(new URL('../releases', import.meta.url));

/**
 * Refuses code that differs from what was released under the same version.
 * @param folder where the releases are
 * @throws Error that says to raise the version
 */
export async function assertUnchanged(version: string, code: string, folder: string = releasesFolder): Promise<void> {
  const released = await readFile(join(folder, version, 'mais-sdk.js'), 'utf8').catch(() => null);
  if (released !== null && released !== code) {
    throw new Error(`Version ${version} of the loader is released and pinned by hash, so its code can't change: raise the version in packages/sdk/package.json.`);
  }
}

/**
 * Keeps a build as the release of its version.
 * @param built the folder that it was built into
 * @returns the folder that it is kept in
 */
export async function keepRelease(built: string, folder: string = releasesFolder): Promise<string> {
  const [code, manifest] = await Promise.all(['mais-sdk.js', 'mais-sdk.json'].map((name) => readFile(join(built, name), 'utf8')));
  const { version } = JSON.parse(manifest ?? '') as { version: string };
  await assertUnchanged(version, code ?? '', folder);
  const target = join(folder, version);
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'mais-sdk.js'), code ?? '');
  await writeFile(join(target, 'mais-sdk.json'), manifest ?? '');
  return target;
}
