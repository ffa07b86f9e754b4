import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from './platform/db/with-tenant.ts';
import { createProductFixture, type ProductFixture } from './testing/product-fixture.ts';

const key = 'pk_test_studionord_sample';
const perRequest = new Set(['x-request-id', 'date']);

describe('answers from memory', () => {
  let product: ProductFixture;
  let served: string[];
  beforeAll(async () => {
    product = await createProductFixture();
    served = [];
    const { info } = product.services.log;
    product.services.log.info = ((line: { path?: string }, ...rest: []) => {
      if (line.path) served.push(line.path);
      info.call(product.services.log, line, ...rest);
    }) as typeof info;
  });
  afterAll(() => product.close());

  /** Whether the long way was gone shows in the log. */
  async function ask(path: string, headers: Record<string, string> = { 'x-tenant-key': key }) {
    const before = served.length;
    const answer = await product.request(`/api/v1${path}`, { headers });
    return { answer, text: await answer.text(), quick: served.length === before };
  }

  it.each(['/packages', '/widget/config'])('%s answers alike from memory and the long way round', async (path) => {
    product.services.directory.forgetAll();
    product.services.catalogs.forgetAll();
    const long = await ask(path);
    const short = await ask(path);
    expect([long.quick, short.quick]).toEqual([false, true]);
    expect(short.answer.status).toBe(200);
    expect(short.text).toBe(long.text);
    expect(headersOf(short.answer)).toEqual(headersOf(long.answer));
    expect(short.answer.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
    expect(short.answer.headers.get('x-request-id')).not.toBe(long.answer.headers.get('x-request-id'));

    const etag = short.answer.headers.get('etag') ?? '';
    const unchanged = await ask(path, { 'x-tenant-key': key, 'if-none-match': etag });
    expect([unchanged.quick, unchanged.answer.status, unchanged.text]).toEqual([true, 304, '']);
    expect(unchanged.answer.headers.get('etag')).toBe(etag);
  });

  it('keeps what two tenants see apart', async () => {
    for (const path of ['/packages', '/widget/config']) {
      for (const slug of ['studionord', 'marinaspa', 'studionord', 'marinaspa']) {
        const { text } = await ask(path, { 'x-tenant-key': `pk_test_${slug}_sample` });
        expect(text).toContain(path === '/packages' ? (slug === 'studionord' ? 'portrait-60' : 'hammam-ritual') : `"slug":"${slug}"`);
        expect(text).not.toContain(slug === 'studionord' ? 'marinaspa' : 'studionord');
      }
    }
  });

  it.each([
    ['an unknown key', { 'x-tenant-key': 'pk_test_nobody_sample' }, 401],
    ['no key', {}, 401],
    ["another tenant's slug", { 'x-tenant-key': key, 'x-tenant-slug': 'marinaspa' }, 401],
    ['two keys', { 'x-tenant-key': `${key}, pk_test_marinaspa_sample` }, 401],
  ])('leaves a request with %s to the long way', async (_, headers, status) => {
    await ask('/packages');
    const { answer, quick } = await ask('/packages', headers as Record<string, string>);
    expect([answer.status, quick]).toEqual([status, false]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('leaves a query to the long way, which checks it', async () => {
    await ask('/packages');
    expect(await ask(`/packages?key=${key}`, {})).toMatchObject({ quick: false, answer: { status: 200 } });
    expect(await ask('/packages?page=2')).toMatchObject({ quick: false, answer: { status: 422 } });
  });

  it('forgets a tenant that is suspended', async () => {
    const suspended = { 'x-tenant-key': 'pk_test_marinaspa_sample' };
    await ask('/packages', suspended);
    expect((await ask('/packages', suspended)).quick).toBe(true);
    const { tenant, livemode } = await product.services.directory.getByPublishableKey(suspended['x-tenant-key']);
    await withTenant(product.database.app, { tenantId: tenant.id, livemode }, (tx) => tx.sql`update tenants set status = 'suspended' where id = ${tx.tenantId}`);
    await expect.poll(async () => (await ask('/packages', suspended)).answer.status).toBe(403);
  });
});

function headersOf(answer: Response): Record<string, string> {
  return Object.fromEntries([...answer.headers].filter(([name]) => !perRequest.has(name)).toSorted());
}
