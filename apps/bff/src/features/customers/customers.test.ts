import { randomUUID } from 'node:crypto';
import type { BookingCreated, CustomerDetail, CustomerExport, CustomerList } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { workOutbox } from '../../testing/work-outbox.ts';

describe('customers, for the business', () => {
  let product: ProductFixture;
  let scope: TenantScope;
  let secretKey: string;
  let customer: Customer;
  let created: BookingCreated;
  let id: string;
  beforeAll(async () => {
    product = await createProductFixture();
    const tenant = await product.services.directory.findBySlug('studionord');
    if (!tenant) throw new Error('there is no such tenant');
    scope = { tenantId: tenant.id, livemode: false };
    secretKey = await giveSecretKey(product, scope);
    customer = createCustomer(product, 'studionord');
    created = await book('Eva@Example.com');
    await book('other@example.com');
    await workOutbox(product.services);
    const { customers } = await answered<CustomerList>(await send('GET', '/customers?email=eva@example.com'), 200);
    id = customers[0]?.id ?? '';
  });
  afterAll(() => product.close());

  const send = (method: string, path: string, body?: object) => product.request(`/api/v1/tenant${path}`, {
    method, headers: { authorization: `Bearer ${secretKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

  async function book(email: string): Promise<BookingCreated> {
    const [startsAt = ''] = await customer.listStarts('portrait-30');
    const made = await customer.book(await customer.hold('portrait-30', startsAt), { email });
    await customer.pay(made);
    await customer.readUntil(made, ({ status }) => status === 'confirmed');
    return made;
  }

  it('are listed one per e-mail, and shown with what they booked', async () => {
    const all = await answered<CustomerList>(await send('GET', '/customers'), 200);
    expect(all.customers.map(({ email }) => email)).toEqual(['other@example.com', 'Eva@Example.com']);
    const page = await answered<CustomerList>(await send('GET', '/customers?limit=1'), 200);
    expect((await answered<CustomerList>(await send('GET', `/customers?limit=1&after=${page.nextAfter}`), 200)).customers).toMatchObject([{ id }]);
    const detail = await answered<CustomerDetail>(await send('GET', `/customers/${id}`), 200);
    expect(detail).toMatchObject({ name: 'Ana Customer', bookings: 1, isErased: false, history: [{ id: created.booking.id }] });
    expect((await send('GET', `/customers/${randomUUID()}`)).status).toBe(404);
  });

  it('are exported whole', async () => {
    const all = await answered<CustomerExport>(await send('GET', `/customers/${id}/export`), 200);
    expect(all).toMatchObject({ customer: { email: 'Eva@Example.com' }, bookings: [{ reference: created.booking.reference }] });
    expect(all.emails.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['confirmation', 'receipt']));
  });

  it('are forgotten once nothing is to come, and the books stay', async () => {
    await withTenant(product.services.app, scope, ({ sql, tenantId }) => sql`
      insert into waitlist_entries (tenant_id, id, livemode, package_id, day_local, ends_at, party_size, name, email, email_normalised, joined_at, consented_at, checked_at, updated_at)
      select ${tenantId}, ${randomUUID()}, false, package_id, '2101-01-01', '2101-01-02', 1, 'Ana Customer', 'Eva@Example.com', 'eva@example.com', now(), now(), now(), now()
      from bookings where tenant_id = ${tenantId} and id = ${created.booking.id}`);
    expect((await answered<{ code: string }>(await send('POST', `/customers/${id}/erase`, { reason: 'She asked.' }), 409)).code).toBe('customer_has_bookings');
    product.clock.set(new Date(Date.parse(created.booking.endsAt) + 1_000));
    const { manageToken } = await customer.read(created);
    const erased = await answered<CustomerDetail>(await send('POST', `/customers/${id}/erase`, { reason: 'She asked.' }), 200);
    expect(erased).toMatchObject({ name: '–', phone: null, isErased: true, bookings: 1, answers: {} });
    expect(JSON.stringify(erased)).not.toMatch(/eva@|Ana Customer/i);
    expect(erased.history).toMatchObject([{ paidMinor: created.booking.totalMinor, note: null, answers: [] }]);
    expect(await answered<CustomerDetail>(await send('POST', `/customers/${id}/erase`, { reason: 'Again.' }), 200)).toEqual(erased);
    expect((await customer.send('GET', `/bookings/${created.booking.id}`, { token: manageToken })).status).toBe(401);
    const [ledger] = await withTenant(product.services.app, scope, ({ sql, tenantId }) => sql<{ paid: number }[]>`
      select -sum(amount_minor)::bigint as paid from ledger_entries where tenant_id = ${tenantId} and booking_id = ${created.booking.id} and account = 'booking_revenue'`);
    expect(ledger?.paid).toBe(created.booking.totalMinor);
    const waiting = await withTenant(product.services.app, scope, ({ sql, tenantId }) => sql<{ name: string; email: string; status: string }[]>`
      select name, email, status from waitlist_entries where tenant_id = ${tenantId}`);
    expect(waiting).toEqual([{ name: '–', email: expect.stringMatching(/@erased\.invalid$/), status: 'left' }]);
  });

  it('are written to no more, and known anew when they come back', async () => {
    await answered(await product.request(`/api/v1/tenant/bookings/${created.booking.id}/refunds`, {
      method: 'POST', headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: JSON.stringify({ amountMinor: 100, reason: 'Sorry.' }),
    }), 201);
    await workOutbox(product.services);
    const mails = await withTenant(product.services.app, scope, ({ sql, tenantId }) => sql`select status from emails where tenant_id = ${tenantId} and booking_id = ${created.booking.id} and kind = 'refund'`);
    expect(mails.every(({ status }) => status === 'skipped')).toBe(true);
    await book('eva@example.com');
    const { customers } = await answered<CustomerList>(await send('GET', '/customers?email=eva@example.com'), 200);
    expect(customers).toMatchObject([{ bookings: 1, isErased: false }]);
    expect(customers[0]?.id).not.toBe(id);
  });
});
