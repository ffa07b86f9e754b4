import type { Booking, BookingCreated } from '@mais/contract';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { builtAssets } from '../../testing/built-assets.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { workOutbox } from '../../testing/work-outbox.ts';

const DAY_MS = 86_400_000;

describe('the link to a booking', () => {
  let product: ProductFixture;
  let secretKey: string;
  let customer: Customer;
  let created: BookingCreated;
  beforeAll(async () => {
    product = await createProductFixture({ assets: builtAssets });
    const tenant = await product.services.directory.findBySlug('studionord');
    if (!tenant) throw new Error('there is no such tenant');
    secretKey = await giveSecretKey(product, { tenantId: tenant.id, livemode: false });
    customer = createCustomer(product, 'studionord');
    created = await book();
  });
  afterAll(() => product.close());

  async function book(): Promise<BookingCreated> {
    const startsAt = (await customer.listStarts('portrait-30')).at(-1) ?? '';
    const made = await customer.book(await customer.hold('portrait-30', startsAt));
    await customer.pay(made);
    await customer.readUntil(made, ({ status }) => status === 'confirmed');
    return made;
  }

  const open = (token: string, id = created.booking.id) => customer.send('GET', `/bookings/${id}`, { token });

  it('stands in the e-mails, and opens a page that no search engine keeps', async () => {
    await workOutbox(product.services);
    const folder = product.config.mail.outboxFolder;
    const mails = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
    const text = mails.find((mail) => mail.includes('confirmed'))?.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=') ?? '';
    const [link = ''] = /http\S+\/book\/studionord\/manage#booking=[\w-]+&token=[\w.%-]+/.exec(text) ?? [];
    const address = new URL(link);
    const opening = new URLSearchParams(address.hash.slice(1));
    expect(opening.get('booking')).toBe(created.booking.id);
    const token = opening.get('token') ?? '';
    expect((await answered<{ booking: Booking }>(await open(token), 200)).booking.id).toBe(created.booking.id);
    const page = await product.request(`${address.pathname}${address.search}`);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('<meta name="robots" content="noindex">');
    expect(html).toContain('"isManage":true');
    expect((await product.request('/book/nobody/manage')).status).toBe(404);
  });

  it('opens one booking, and nothing when a letter of it is another', async () => {
    const { manageToken } = (await answered<{ booking: Booking }>(await open(created.token), 200)).booking;
    expect((await open(manageToken)).status).toBe(200);
    expect((await customer.send('GET', `/bookings/${created.booking.id}/cancellation`, { token: manageToken })).status).toBe(200);
    const other = await book();
    expect((await open(manageToken, other.booking.id)).status).toBe(401);
    expect((await open(`${manageToken.slice(0, -2)}xx`)).status).toBe(401);
    expect((await createCustomer(product, 'marinaspa').send('GET', `/bookings/${created.booking.id}`, { token: manageToken })).status).toBe(401);
  });

  it('is worth nothing once the business takes it back, and the next one is', async () => {
    const before = (await answered<{ booking: Booking }>(await open(created.token), 200)).booking.manageToken;
    const response = await product.request(`/api/v1/tenant/bookings/${created.booking.id}/revoke-links`, { method: 'POST', headers: { authorization: `Bearer ${secretKey}` } });
    expect(response.status).toBe(204);
    expect((await open(before)).status).toBe(401);
    const after = (await answered<{ booking: Booking }>(await open(created.token), 200)).booking.manageToken;
    expect((await open(after)).status).toBe(200);
  });

  it('ends some time after the booking is over', async () => {
    const { manageToken, endsAt } = (await answered<{ booking: Booking }>(await open(created.token), 200)).booking;
    product.clock.set(new Date(Date.parse(endsAt) + 59 * DAY_MS));
    expect((await open(manageToken)).status).toBe(200);
    product.clock.set(new Date(Date.parse(endsAt) + 61 * DAY_MS));
    expect((await open(manageToken)).status).toBe(401);
  });
});
