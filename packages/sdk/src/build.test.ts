import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSdk, type SdkManifest } from './build.ts';

let folder: string;
let manifest: SdkManifest;
let code: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mais-sdk-build-'));
  manifest = await buildSdk(folder);
  code = await readFile(join(folder, 'mais-sdk.js'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('writes down the size and the hash of what it wrote', async () => {
  expect(JSON.parse(await readFile(join(folder, 'mais-sdk.json'), 'utf8'))).toEqual(manifest);
  expect(manifest).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    file: 'mais-sdk.js',
    sizeBytes: code.byteLength,
    integrity: `sha384-${createHash('sha384').update(code).digest('base64')}`,
  });
});

test('holds everything in less than 3,072 bytes, uncompressed', () => {
  expect(code.byteLength).toBeLessThan(3072);
});

test('writes the same bytes each time, so that a hash can be published', async () => {
  expect((await buildSdk(folder)).integrity).toBe(manifest.integrity);
});

test('holds nothing that a strict policy forbids, and never addresses everybody', () => {
  expect(code.toString()).not.toMatch(/innerHTML|eval\(|new Function|document\.write|setAttribute\("style|"\*"/);
});
