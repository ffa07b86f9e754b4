import { randomUUID } from 'node:crypto';
import type { Booking, BookingCreated, BookingRefunds, Cancellation, CancellationPolicies, TenantBookingDetail, TenantBookingList } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { workOutbox } from '../../testing/work-outbox.ts';

const HOUR_MS = 3_600_000;
const policy = { tiers: [{ hoursBefore: 72, refundBps: 10_000 }, { hoursBefore: 24, refundBps: 5_000 }], rescheduleHours: 24 };

describe('cancelling a booking that is paid', () => {
  let product: ProductFixture;
  let scope: TenantScope;
  let secretKey: string;
  let customer: Customer;
  beforeAll(async () => {
    product = await createProductFixture();
    const tenant = await product.services.directory.findBySlug('studionord');
    if (!tenant) throw new Error('there is no such tenant');
    scope = { tenantId: tenant.id, livemode: false };
    secretKey = await giveSecretKey(product, scope);
    customer = createCustomer(product, 'studionord');
    await answered(await asTenant('PUT', '/cancellation-policies', policy), 200);
    product.services.catalogs.forgetAll();
  });
  afterAll(() => product.close());

  const asTenant = (method: string, path: string, body?: object, headers: Record<string, string> = {}) => product.request(`/api/v1/tenant${path}`, {
    method,
    headers: { authorization: `Bearer ${secretKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const look = async (created: BookingCreated) => answered<Cancellation>(await customer.send('GET', `/bookings/${created.booking.id}/cancellation`, { token: created.token }), 200);
  const cancel = (created: BookingCreated, body?: object) => customer.send('POST', `/bookings/${created.booking.id}/cancel`, { token: created.token, ...(body ? { body } : {}) });

  async function bookIn(hours: number, packageSlug = 'portrait-30'): Promise<BookingCreated> {
    const from = product.clock.now().getTime() + hours * HOUR_MS;
    const startsAt = (await customer.listStarts(packageSlug)).find((start) => Date.parse(start) >= from) ?? '';
    const created = await customer.book(await customer.hold(packageSlug, startsAt));
    await customer.pay(created);
    await customer.readUntil(created, ({ status }) => status === 'confirmed');
    return created;
  }

  it('returns what the customer was shown, frees the time and tells of it', async () => {
    const created = await bookIn(100);
    const { startsAt, totalMinor, currency } = created.booking;
    const shown = await look(created);
    const until = (hours: number) => new Date(Date.parse(startsAt) - hours * HOUR_MS).toISOString();
    expect(shown).toEqual({
      isPossible: true, refundMinor: totalMinor, retainedMinor: 0, currency, until: until(72), reschedulableUntil: until(24),
      steps: [{ until: until(72), refundMinor: totalMinor }, { until: until(24), refundMinor: totalMinor / 2 }],
    });
    expect((await cancel(created)).status).toBe(422);
    const { booking } = await answered<{ booking: Booking }>(await cancel(created, { expectedRefundMinor: totalMinor }), 200);
    expect(booking).toMatchObject({ status: 'cancelled', owedMinor: 0 });
    expect((await answered<{ booking: Booking }>(await cancel(created, { expectedRefundMinor: 1 }), 200)).booking.status).toBe('cancelled');
    await workOutbox(product.services);
    expect(await customer.read(created)).toMatchObject({ paymentStatus: 'refunded', refundedMinor: totalMinor });
    expect(await customer.listStarts('portrait-30')).toContain(startsAt);
    expect(await look(created)).toMatchObject({ isPossible: false, refundMinor: 0, until: null });
    const rows = await withTenant(product.services.app, scope, ({ sql, tenantId }) => sql`
      select type, data from events where tenant_id = ${tenantId} and booking_id = ${booking.id} and type in ('booking.cancelled', 'refund.requested') order by type`);
    expect(rows).toMatchObject([{ type: 'booking.cancelled', data: { from: 'confirmed', refundMinor: totalMinor } }, { type: 'refund.requested', data: { amountMinor: totalMinor } }]);
    const mails = await withTenant(product.services.app, scope, ({ sql, tenantId }) => sql`select kind, status from emails where tenant_id = ${tenantId} and booking_id = ${booking.id} and kind = 'cancellation'`);
    expect(mails).toMatchObject([{ status: 'sent' }]);
  });

  it('is refused when another amount goes back by now, and nothing has changed', async () => {
    const created = await bookIn(74);
    const { refundMinor } = await look(created);
    product.clock.advance(24 * HOUR_MS);
    const problem = await answered<{ code: string; detail: string }>(await cancel(created, { expectedRefundMinor: refundMinor }), 409);
    expect(problem).toMatchObject({ code: 'amount_changed', detail: expect.stringContaining(String(refundMinor / 2)) });
    expect(await customer.read(created)).toMatchObject({ status: 'confirmed', refundedMinor: 0 });
    await answered(await cancel(created, { expectedRefundMinor: refundMinor / 2 }), 200);
    await workOutbox(product.services);
    expect(await customer.read(created)).toMatchObject({ status: 'cancelled', paymentStatus: 'partly_refunded', refundedMinor: refundMinor / 2 });
  });

  it('keeps to the policy that it was sold with', async () => {
    const created = await bookIn(100);
    await answered(await asTenant('PUT', '/packages/portrait-30/cancellation-policy', { policy: { tiers: [], rescheduleHours: null } }), 200);
    product.services.catalogs.forgetAll();
    const later = await bookIn(100);
    expect(await look(created)).toMatchObject({ refundMinor: created.booking.totalMinor });
    expect(await look(later)).toMatchObject({ refundMinor: 0, retainedMinor: later.booking.totalMinor, reschedulableUntil: null });
    const { packages } = await answered<CancellationPolicies>(await asTenant('PUT', '/packages/portrait-30/cancellation-policy', { policy: null }), 200);
    product.services.catalogs.forgetAll();
    expect(packages).toEqual([]);
    await answered(await cancel(later, { expectedRefundMinor: 0 }), 200);
    expect((await asTenant('PUT', '/packages/no-such-package/cancellation-policy', { policy: null })).status).toBe(404);
  });

  it('happens once when it is asked for twice at the same moment', async () => {
    const created = await bookIn(100);
    const expectedRefundMinor = created.booking.totalMinor;
    const answers = await Promise.all([cancel(created, { expectedRefundMinor }), cancel(created, { expectedRefundMinor }), cancel(created, { expectedRefundMinor })]);
    // Whoever comes second may find it just cancelled.
    for (const { status } of answers) expect(status).toBeOneOf([200, 409]);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    const { refunds } = await answered<BookingRefunds>(await asTenant('GET', `/bookings/${created.booking.id}/refunds`), 200);
    expect(refunds).toHaveLength(1);
  });

  it('is over once it has begun', async () => {
    const created = await bookIn(13);
    product.clock.set(new Date(created.booking.startsAt));
    expect(await look(created)).toMatchObject({ isPossible: false });
    expect(await answered<{ code: string }>(await cancel(created, { expectedRefundMinor: 0 }), 409)).toMatchObject({ code: 'booking_not_cancellable' });
  });

  it('by the business returns what the policy says, or what it decides', async () => {
    const [byPolicy, byWord, pending] = [await bookIn(100), await bookIn(100), await customer.book(await customer.hold('portrait-30', (await customer.listStarts('portrait-30')).at(-1) ?? ''))];
    const call = (created: BookingCreated, body: object) => asTenant('POST', `/bookings/${created.booking.id}/cancel`, body);
    const cancelled = await answered<TenantBookingDetail>(await call(byPolicy, { reason: 'The lights are broken.' }), 200);
    expect(cancelled).toMatchObject({ status: 'cancelled', cancellation: { isPossible: false } });
    expect(cancelled.history.at(-1)).toMatchObject({ from: 'confirmed', to: 'cancelled', cause: 'tenant_cancelled', actor: expect.stringMatching(/^key:/) });
    expect((await call(byWord, { reason: 'No.', refundMinor: byWord.booking.totalMinor + 1 })).status).toBe(409);
    expect((await call(byWord, { refundMinor: 1 })).status).toBe(422);
    await answered(await call(byWord, { reason: 'We agreed on it.', refundMinor: 1_000 }), 200);
    const { refunds } = await answered<BookingRefunds>(await asTenant('GET', `/bookings/${byWord.booking.id}/refunds`), 200);
    expect(refunds).toMatchObject([{ amountMinor: 1_000, reason: 'We agreed on it.' }]);
    expect((await call(pending, { reason: 'No.', refundMinor: 1 })).status).toBe(422);
    await answered(await call(pending, { reason: 'No.' }), 200);
    expect(await customer.read(pending)).toMatchObject({ status: 'cancelled' });
    const { bookings, nextAfter } = await answered<TenantBookingList>(await asTenant('GET', '/bookings?status=cancelled&limit=2'), 200);
    expect(bookings.map(({ id }) => id)).toEqual([pending.booking.id, byWord.booking.id]);
    expect(bookings[0]).not.toHaveProperty('calendarToken');
    expect((await answered<TenantBookingList>(await asTenant('GET', `/bookings?status=cancelled&limit=1&after=${nextAfter}`), 200)).bookings).toMatchObject([{ id: byPolicy.booking.id }]);
    expect((await asTenant('GET', `/bookings/${randomUUID()}`)).status).toBe(404);
  });

  it('owes nothing that was given back as a gift', async () => {
    const created = await bookIn(100);
    await answered(await asTenant('POST', `/bookings/${created.booking.id}/refunds`, { amountMinor: 500, reason: 'Sorry.' }, { 'idempotency-key': randomUUID() }), 201);
    expect(await customer.read(created)).toMatchObject({ owedMinor: 0 });
    expect(await look(created)).toMatchObject({ refundMinor: created.booking.totalMinor - 500 });
  });
});
