import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createTenant, SlugTakenError } from './index.ts';

describe('finding a tenant', () => {
  let product: ProductFixture;
  let marina: Customer;
  beforeAll(async () => {
    product = await createProductFixture({ replicas: 2 });
    marina = createCustomer(product, 'marinaspa');
  });
  afterAll(() => product.close());

  async function codeOf(headers: Record<string, string>, replica = 0): Promise<string> {
    const response = await fetch(`${product.replicas[replica]?.server.url}/api/v1/widget/config`, { headers });
    const body = (await response.json()) as { code?: string };
    return `${response.status} ${body.code ?? 'ok'}`;
  }

  async function newTenant(slug: string) {
    return createTenant({ app: product.services.app, actor: 'cli', now: product.clock.now() }, {
      slug, name: slug, email: 'a@example.com', country: 'US', currency: 'USD', timeZone: 'America/New_York', locale: 'en', status: 'active', commissionBps: 1000, origins: [],
    });
  }

  it('tells an unknown key, a missing one, and two that disagree apart', async () => {
    expect(await codeOf({ 'x-tenant-key': 'pk_test_nobody_at_all' })).toBe('401 unknown_api_key');
    expect(await codeOf({})).toBe('401 missing_credentials');
    expect(await codeOf({ 'x-tenant-key': 'pk_test_marinaspa_sample', 'x-tenant-slug': 'studionord' })).toBe('401 tenant_mismatch');
    expect(await codeOf({ 'x-tenant-slug': 'marinaspa' })).toBe('200 ok');
    expect(await codeOf({ 'x-tenant-slug': 'nobody' })).toBe('404 not_found');
  });

  it('refuses a secret key where a publishable one belongs', async () => {
    const { keys } = await newTenant('secretive');
    expect(await codeOf({ 'x-tenant-key': keys.testSecret })).toBe('401 unknown_api_key');
    expect(await codeOf({ 'x-tenant-key': keys.livePublishable })).toBe('200 ok');
  });

  it('forgets a revoked key and a suspended tenant at once, on every replica', async () => {
    const { id, keys } = await newTenant('shortlived');
    const headers = { 'x-tenant-key': keys.testPublishable };
    const scope = { tenantId: id, livemode: false };
    for (const replica of [0, 1]) expect(await codeOf(headers, replica)).toBe('200 ok');
    await withTenant(product.database.app, scope, (tx) => tx.sql`update tenants set status = 'suspended' where id = ${tx.tenantId}`);
    for (const replica of [0, 1]) await expect.poll(() => codeOf(headers, replica)).toBe('403 tenant_suspended');
    await expect.poll(() => codeOf({ 'x-tenant-slug': 'shortlived' })).toBe('404 not_found');
    await withTenant(product.database.app, scope, (tx) => tx.sql`update tenants set status = 'active' where id = ${tx.tenantId}`);
    for (const replica of [0, 1]) await expect.poll(() => codeOf(headers, replica)).toBe('200 ok');
    await withTenant(product.database.app, scope, (tx) => tx.sql`update api_keys set revoked_at = now() where tenant_id = ${tx.tenantId}`);
    for (const replica of [0, 1]) await expect.poll(() => codeOf(headers, replica)).toBe('401 unknown_api_key');
  });

  it('lets nobody have a slug twice, and leaves nothing of the second try', async () => {
    await newTenant('unique');
    await expect(newTenant('unique')).rejects.toThrow(SlugTakenError);
    const [row] = await product.database.platform<{ count: number }[]>`select count(*)::int as count from tenants where slug = 'unique'`;
    expect(row?.count).toBe(1);
  });

  it('answers the catalog from memory with an ETag, and anew after a change', async () => {
    const first = await marina.send('GET', '/packages');
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect((await marina.send('GET', '/packages', { headers: { 'if-none-match': etag } })).status).toBe(304);
    const owner = await product.services.directory.getByPublishableKey('pk_test_marinaspa_sample');
    await withTenant(product.database.app, { tenantId: owner.tenant.id, livemode: false }, (tx) =>
      tx.sql`update packages set price_minor = 43000 where tenant_id = ${tx.tenantId} and slug = 'signature-massage'`);
    await expect.poll(async () => (await marina.send('GET', '/packages', { headers: { 'if-none-match': etag } })).status).toBe(200);
    expect(await (await marina.send('GET', '/packages')).text()).toContain('43000');
  });
});
