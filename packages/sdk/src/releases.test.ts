import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildSdk, type SdkManifest } from './build.ts';
import { assertUnchanged, keepRelease, releasesFolder } from './releases.ts';

// A released version never changes; whoever pinned it by hash would be left without a widget.
const RELEASED: Record<string, string> = {
  '1.0.0': 'sha384-uFcgbv3AeDB6fRZdNGQhc/ObgsXKH0iuwLcZLnlG2T6LEfHCD/zLlqbcUKsIxoVE',
  '1.1.0': 'sha384-l7larSgCLtkUqkdQB7LXLX8LjERGten0AhOeWOs2l04TDQqabCQ4QlzCrJ1jCbXr',
  '1.2.0': 'sha384-pdCVRK+RHSxjmTYTfigZ95qGY8fAscpTctzQkWkYLm1tYYIKvMCZNKnNtgvdLH2Z',
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mais-sdk-releases-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('every release is as it was on its day', async () => {
  expect((await readdir(releasesFolder)).toSorted()).toEqual(Object.keys(RELEASED));
  for (const [version, integrity] of Object.entries(RELEASED)) {
    const code = await readFile(join(releasesFolder, version, 'mais-sdk.js'));
    const manifest = JSON.parse(await readFile(join(releasesFolder, version, 'mais-sdk.json'), 'utf8')) as SdkManifest;
    expect(`sha384-${createHash('sha384').update(code).digest('base64')}`).toBe(integrity);
    expect(manifest).toEqual({ version, file: 'mais-sdk.js', sizeBytes: code.byteLength, integrity });
  }
});

test('what is built from this source is the release of its version', async () => {
  const { version, integrity } = await buildSdk(folder);
  expect(RELEASED[version]).toBe(integrity);
});

test('a released version can’t be built or kept with other code', async () => {
  await buildSdk(folder);
  await keepRelease(folder, join(folder, 'releases'));
  await keepRelease(folder, join(folder, 'releases'));
  await writeFile(join(folder, 'mais-sdk.js'), 'changed');
  await expect(keepRelease(folder, join(folder, 'releases'))).rejects.toThrow('raise the version');
  await expect(assertUnchanged('1.0.0', 'changed')).rejects.toThrow('raise the version');
  await expect(assertUnchanged('99.0.0', 'changed')).resolves.toBeUndefined();
});
