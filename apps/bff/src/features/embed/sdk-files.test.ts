import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { loadEmbedAssets } from './widget-assets.ts';

describe('the loader’s files', () => {
  let product: ProductFixture;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mais-sdk-files-'));
    await writeFile(join(folder, 'mais-sdk.js'), 'newest()');
    await writeFile(join(folder, 'mais-sdk.json'), '{"version":"9.9.9"}');
    product = await createProductFixture({ assets: await loadEmbedAssets({ sdk: folder }) });
  });
  afterAll(async () => {
    await product.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['/sdk/mais-sdk.js', '/sdk/v1/mais-sdk.js'])('%s is the newest build, and kept for minutes alone', async (path) => {
    const response = await product.request(path);
    expect(await response.text()).toBe('newest()');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=300,/);
  });

  it('says which version is the newest', async () => {
    expect(await (await product.request('/sdk/mais-sdk.json')).json()).toEqual({ version: '9.9.9' });
  });

  it.each(['1.0.0', '1.1.0', '1.2.0'])('serves release %s for ever, with the hash that its manifest publishes, to whoever checks it', async (version) => {
    const response = await product.request(`/sdk/v${version}/mais-sdk.js`);
    const manifest = (await (await product.request(`/sdk/v${version}/mais-sdk.json`)).json()) as { version: string; integrity: string };
    const code = Buffer.from(await response.arrayBuffer());
    expect(manifest).toMatchObject({ version, integrity: `sha384-${createHash('sha384').update(code).digest('base64')}` });
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  });

  it.each(['/sdk/v9.9.9/mais-sdk.js', '/sdk/v1.0/mais-sdk.js', '/sdk/v1.0.0/../../package.json', '/sdk/other.js'])('has nothing at %s', async (path) => {
    const response = await product.request(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});
