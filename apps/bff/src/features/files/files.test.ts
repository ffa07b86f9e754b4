import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BookingCreated, Hold, Package, Problem, UploadedFile } from '@mais/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { removeDueFiles, sweepDue } from '../../jobs/sweep-due.ts';
import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import { newId } from '../../platform/ids.ts';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { MAX_FILE_BYTES, MAX_FILES_PER_HOLD } from './limits.ts';

const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
const DAY_MS = 86_400_000;

async function refusal(response: Response): Promise<{ status: number; code: string }> {
  return { status: response.status, code: ((await response.json()) as Problem).code };
}

describe('files that customers upload', () => {
  let product: ProductFixture;
  let tea: Customer;
  let spa: Customer;
  let secretKey: string;
  let png: Buffer;
  let starts: string[];
  beforeAll(async () => {
    product = await createProductFixture();
    tea = createCustomer(product, 'matsuritea');
    spa = createCustomer(product, 'marinaspa');
    for (const slug of ['matsuritea', 'marinaspa']) {
      await inTenant(slug, ({ sql, tenantId }) => sql`
        insert into custom_fields (tenant_id, id, slug, entity, kind, label, for_all_packages) values (${tenantId}, ${newId()}, 'proof', 'booking', 'file', 'Proof of membership', true)`);
    }
    const asks = async () => (await answered<Package>(await tea.send('GET', '/packages/tasting'), 200)).questions.some(({ kind }) => kind === 'file');
    await vi.waitUntil(asks, { timeout: 10_000 });
    secretKey = await giveSecretKey(product, await scopeOf('matsuritea'));
    png = await sharp({ create: { width: 30, height: 30, channels: 3, background: 'teal' } }).png().toBuffer();
    starts = await tea.listStarts('tasting');
  });
  afterAll(() => product.close());

  async function scopeOf(slug: string): Promise<TenantScope> {
    const tenant = await product.services.directory.findBySlug(slug);
    if (!tenant) throw new Error(`there is no tenant ${slug}`);
    return { tenantId: tenant.id, livemode: false };
  }

  async function inTenant<T>(slug: string, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return withTenant(product.database.app, await scopeOf(slug), work);
  }

  /** Each at a time of its own. */
  function hold(): Promise<Hold> {
    return tea.hold('tasting', starts.shift() ?? '');
  }

  function upload(to: Hold, bytes: Uint8Array, options: { name?: string; token?: string; key?: string } = {}): Promise<Response> {
    const query = new URLSearchParams({ holdId: to.id, name: options.name ?? 'proof.png' });
    return product.request(`/api/v1/files?${query}`, {
      method: 'POST', body: new Uint8Array(bytes),
      headers: { 'x-tenant-key': options.key ?? 'pk_test_matsuritea_sample', 'content-type': 'application/octet-stream', authorization: `Bearer ${options.token ?? to.token}` },
    });
  }

  function book(held: Hold, answers: unknown, customer = tea): Promise<Response> {
    return customer.send('POST', '/bookings', {
      headers: { 'idempotency-key': randomUUID() },
      body: { holdId: held.id, holdToken: held.token, customer: { name: 'Ana', email: 'ana@example.com' }, answers },
    });
  }

  function takeBack(id: string, token?: string, key = 'pk_test_matsuritea_sample'): Promise<Response> {
    return product.request(`/api/v1/files/${id}`, { method: 'DELETE', headers: { 'x-tenant-key': key, ...(token !== undefined && { authorization: `Bearer ${token}` }) } });
  }

  function download(id: string, key = secretKey): Promise<Response> {
    return product.request(`/api/v1/tenant/files/${id}`, { headers: { authorization: `Bearer ${key}` } });
  }

  function setQuota(bytes: number | null): Promise<unknown> {
    return product.database.platform`update tenants set file_quota_bytes = ${bytes} where slug = 'matsuritea'`;
  }

  async function onDisk(): Promise<string[]> {
    const { tenantId } = await scopeOf('matsuritea');
    return readdir(join(product.config.filesFolder, tenantId)).catch(() => []);
  }

  it('are kept with the booking that names them, and downloaded by the tenant alone', async () => {
    const held = await hold();
    const file = await answered<UploadedFile>(await upload(held, png, { name: 'C:\\me\\my “proof”.exe' }), 201);
    expect(file).toMatchObject({ name: 'my “proof”.png', mediaType: 'image/png' });
    // Nobody has it yet.
    expect(await refusal(await download(file.id))).toEqual({ status: 404, code: 'not_found' });
    const { booking } = await answered<BookingCreated>(await book(held, { proof: file.id }), 201);
    expect(booking.answers).toEqual([{ question: 'proof', label: 'Proof of membership', value: file.id, valueLabel: 'my “proof”.png' }]);

    const response = await download(file.id);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(['content-type', 'content-disposition', 'x-content-type-options', 'content-security-policy', 'cache-control'].map((name) => [name, response.headers.get(name)]))).toEqual({
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="my _proof_.png"; filename*=UTF-8''my%20%E2%80%9Cproof%E2%80%9D.png`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes).toHaveLength(file.sizeBytes);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 30 });
    expect(await refusal(await download(file.id, await giveSecretKey(product, await scopeOf('marinaspa'))))).toEqual({ status: 404, code: 'not_found' });
    expect(await refusal(await download(file.id, 'pk_test_matsuritea_sample'))).toMatchObject({ status: 401 });
  });

  it('are refused when they are something else', async () => {
    const held = await hold();
    for (const bytes of ['', 'hello', '<svg xmlns="http://www.w3.org/2000/svg"/>', '<!doctype html>', '\x89PNG\r\n\x1a\n<script>']) {
      expect(await refusal(await upload(held, Buffer.from(bytes, 'latin1')))).toEqual({ status: 422, code: 'file_not_accepted' });
    }
    expect(await onDisk()).toHaveLength(1);
  });

  it('are refused when they are too large, one by one and together', async () => {
    const held = await hold();
    const large = (sizeBytes: number) => Buffer.concat([pdf, Buffer.alloc(sizeBytes - 2 * pdf.length, 32), pdf]);
    expect(await refusal(await upload(held, large(MAX_FILE_BYTES + 1)))).toEqual({ status: 413, code: 'payload_too_large' });
    for (let count = 0; count < 4; count += 1) await answered(await upload(held, large(MAX_FILE_BYTES)), 201);
    expect(await refusal(await upload(held, pdf))).toEqual({ status: 409, code: 'too_many_files' });
  });

  it('are as many for a hold as are taken, also when they come at once', async () => {
    const held = await hold();
    const statuses = await Promise.all(Array.from({ length: MAX_FILES_PER_HOLD + 3 }, async () => (await upload(held, pdf)).status));
    expect(statuses.toSorted()).toEqual([...Array.from({ length: MAX_FILES_PER_HOLD }, () => 201), 409, 409, 409]);
  });

  it('take no more space than the tenant has', async () => {
    const [used] = await inTenant('matsuritea', ({ sql, tenantId }) => sql<{ sum: number }[]>`select sum(size_bytes)::bigint as sum from files where tenant_id = ${tenantId}`.execute());
    const held = await hold();
    await setQuota((used?.sum ?? 0) + 2 * pdf.length);
    const statuses = await Promise.all(Array.from({ length: 4 }, async () => (await upload(held, pdf)).status));
    expect(statuses.toSorted()).toEqual([201, 201, 409, 409]);
    expect(await refusal(await upload(held, pdf))).toEqual({ status: 409, code: 'file_space_full' });
    await setQuota(null);
  });

  it('need the hold, its token, and a package that asks for one', async () => {
    const [own, other] = [await hold(), await hold()];
    expect(await refusal(await upload(own, pdf, { token: other.token }))).toEqual({ status: 401, code: 'invalid_token' });
    expect(await refusal(await upload({ ...own, id: randomUUID() }, pdf))).toEqual({ status: 404, code: 'not_found' });
    expect(await refusal(await upload(own, pdf, { key: 'pk_test_marinaspa_sample' }))).toEqual({ status: 404, code: 'not_found' });
    const studio = createCustomer(product, 'studionord');
    const item = (await answered<{ packages: Package[] }>(await studio.send('GET', '/packages'), 200)).packages.find(({ minPartySize }) => minPartySize === 1)?.slug ?? '';
    const elsewhere = await studio.hold(item, (await studio.listStarts(item))[0] ?? '');
    expect(await refusal(await upload(elsewhere, pdf, { key: 'pk_test_studionord_sample' }))).toEqual({ status: 422, code: 'file_not_accepted' });
    await answered(await book(own, {}), 201);
    expect(await refusal(await upload(own, pdf))).toEqual({ status: 409, code: 'hold_not_active' });
    await tea.send('DELETE', `/holds/${other.id}`, { token: other.token });
    expect(await refusal(await upload(other, pdf))).toEqual({ status: 409, code: 'hold_not_active' });
  });

  it('are no answer in the booking of another hold, tenant or question', async () => {
    const [mine, theirs] = [await hold(), await hold()];
    const file = await answered<UploadedFile>(await upload(theirs, pdf), 201);
    const spaHold = await spa.hold('hammam-ritual', (await spa.listStarts('hammam-ritual'))[0] ?? '');
    const wrong: [Hold, unknown, Customer][] = [
      [mine, file.id, tea], [mine, randomUUID(), tea], [mine, 'proof.png', tea], [mine, 7, tea], [mine, file.id.toUpperCase(), tea], [spaHold, file.id, spa],
    ];
    for (const [held, proof, customer] of wrong) {
      const response = await book(held, { proof }, customer);
      const { errors } = (await response.json()) as Problem;
      expect([response.status, errors]).toEqual([422, [{ pointer: '/answers/proof', detail: 'must be the id of a file that was uploaded for this hold' }]]);
    }
    await answered(await book(theirs, { proof: file.id }), 201);
    expect((await download(file.id)).status).toBe(200);
  });

  it('are taken back by who uploaded them, until they are booked with', async () => {
    const [held, other] = [await hold(), await hold()];
    const [wrong, right] = [await answered<UploadedFile>(await upload(held, pdf), 201), await answered<UploadedFile>(await upload(held, pdf), 201)];
    expect(await refusal(await takeBack(wrong.id, other.token))).toEqual({ status: 401, code: 'invalid_token' });
    expect(await refusal(await takeBack(wrong.id))).toEqual({ status: 401, code: 'missing_credentials' });
    expect(await refusal(await takeBack(wrong.id, held.token, 'pk_test_marinaspa_sample'))).toEqual({ status: 404, code: 'not_found' });
    expect(await refusal(await takeBack(randomUUID(), held.token))).toEqual({ status: 404, code: 'not_found' });
    expect(await refusal(await takeBack('../secrets', held.token))).toMatchObject({ status: 404 });
    expect(await refusal(await takeBack('7', held.token))).toEqual({ status: 422, code: 'invalid_request' });
    expect(await onDisk()).toEqual(expect.arrayContaining([wrong.id, right.id]));

    const statuses = await Promise.all([1, 2, 3].map(async () => (await takeBack(wrong.id, held.token)).status));
    expect(statuses).toContain(204);
    expect(statuses.filter((status) => status !== 204 && status !== 404)).toEqual([]);
    expect(await refusal(await takeBack(wrong.id, held.token))).toEqual({ status: 404, code: 'not_found' });
    expect(await onDisk()).not.toContain(wrong.id);
    expect((await book(held, { proof: wrong.id })).status).toBe(422);
    // It makes room for another one.
    const rows = await inTenant('matsuritea', ({ sql, tenantId }) => sql<{ count: number }[]>`select count(*)::int as count from files where tenant_id = ${tenantId} and hold_id = ${held.id}`.execute());
    expect(rows).toEqual([{ count: 1 }]);

    await answered(await book(held, { proof: right.id }), 201);
    expect(await refusal(await takeBack(right.id, held.token))).toEqual({ status: 409, code: 'hold_not_active' });
    expect((await download(right.id)).status).toBe(200);
    const ofReleased = await answered<UploadedFile>(await upload(other, pdf), 201);
    await tea.send('DELETE', `/holds/${other.id}`, { token: other.token });
    expect(await refusal(await takeBack(ofReleased.id, other.token))).toEqual({ status: 409, code: 'hold_not_active' });
  });

  it('are either booked with or taken back when both are asked for at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const held = await hold();
      const file = await answered<UploadedFile>(await upload(held, pdf), 201);
      const [booked, taken] = await Promise.all([
        book(held, { proof: file.id }),
        takeBack(file.id, held.token),
      ]);
      expect([[201, 409], [422, 204]]).toContainEqual([booked.status, taken.status]);
      expect((await download(file.id)).status).toBe(booked.status === 201 ? 200 : 404);
    }
  });

  it('go when their hold has ended without a booking that names them', async () => {
    const [booked, expired, released, open] = [await hold(), await hold(), await hold(), await hold()];
    const [kept, replaced, ofExpired, ofReleased] = await Promise.all([booked, booked, expired, released].map(async (held) => answered<UploadedFile>(await upload(held, pdf), 201)));
    await answered(await book(booked, { proof: kept?.id }), 201);
    await tea.send('DELETE', `/holds/${released.id}`, { token: released.token });
    await removeDueFiles(product.services);
    const afterBooking = await onDisk();
    expect(afterBooking).toEqual(expect.arrayContaining([kept?.id, ofExpired?.id]));
    expect(afterBooking).not.toContain(replaced?.id);
    expect(afterBooking).not.toContain(ofReleased?.id);

    product.clock.advance(11 * 60_000);
    await sweepDue(product.services);
    await removeDueFiles(product.services);
    expect(await onDisk()).toContain(kept?.id);
    expect(await onDisk()).not.toContain(ofExpired?.id);
    expect(await refusal(await upload(open, pdf))).toEqual({ status: 409, code: 'hold_expired' });
    const rows = await inTenant('matsuritea', ({ sql, tenantId }) => sql<{ id: string }[]>`select id from files where tenant_id = ${tenantId}`.execute());
    expect(rows.map(({ id }) => id).toSorted()).toEqual((await onDisk()).toSorted());
  });

  it('go with a booking that was never paid, after a week', async () => {
    const [startsAt = ''] = await tea.listStarts('ceremony');
    const held = await tea.hold('ceremony', startsAt);
    const file = await answered<UploadedFile>(await upload(held, pdf), 201);
    const created = await answered<BookingCreated>(await book(held, { proof: file.id }), 201);
    product.clock.advance(20 * 60_000);
    await sweepDue(product.services);
    expect((await tea.read(created)).status).toBe('expired');
    await removeDueFiles(product.services);
    expect((await download(file.id)).status).toBe(200);
    product.clock.advance(7 * DAY_MS);
    await removeDueFiles(product.services);
    expect((await download(file.id)).status).toBe(404);
    expect(await onDisk()).not.toContain(file.id);
  });
});
