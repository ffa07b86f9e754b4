import type { Booking, BookingCreated, BookingRefunds, RescheduleQuote, TenantBookingDetail } from '@mais/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { countDeadlocks, findBrokenInvariants } from '../../testing/claim-invariants.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { workOutbox } from '../../testing/work-outbox.ts';

const HOUR_MS = 3_600_000;

describe('moving a booking', () => {
  let product: ProductFixture;
  let scope: TenantScope;
  let secretKey: string;
  let customer: Customer;
  beforeAll(async () => {
    product = await createProductFixture({ now: new Date('2027-06-07T08:00:00Z') });
    const tenant = await product.services.directory.findBySlug('studionord');
    if (!tenant) throw new Error('there is no such tenant');
    scope = { tenantId: tenant.id, livemode: false };
    secretKey = await giveSecretKey(product, scope);
    customer = createCustomer(product, 'studionord');
    await inTenant(async ({ sql, tenantId }) => {
      // Saturdays cost a fifth more, and the one studio is one room.
      await sql`insert into day_surcharges (tenant_id, id, name, weekdays, percent_bps) values (${tenantId}, gen_random_uuid(), 'Saturday', '{6}', 2000)`;
      await sql`update resources set units = 1 where tenant_id = ${tenantId}`;
      await sql`update packages set deposit_kind = 'percent', deposit_bps = 2500, balance_due_hours = 48 where tenant_id = ${tenantId} and slug = 'portrait-60'`;
    });
    product.services.catalogs.forgetAll();
  });
  afterEach(async () => {
    expect(await findBrokenInvariants(product.database.ownerUrl, product.clock.now())).toEqual({});
    expect(await countDeadlocks(product.database.ownerUrl)).toBe(0);
  });
  afterAll(() => product.close());

  function inTenant<T>(work: Parameters<typeof withTenant<T>>[2]): Promise<T> {
    return withTenant(product.services.app, scope, work);
  }

  /** The first free starts on a weekday (ISO) that are two days away at least. */
  async function startsOn(weekday: number, packageSlug = 'portrait-30'): Promise<string[]> {
    const from = product.clock.now().getTime() + 48 * HOUR_MS;
    const starts = await customer.listStarts(packageSlug);
    return starts.filter((start) => Date.parse(start) >= from && new Date(start).getUTCDay() === weekday % 7);
  }

  async function book(startsAt: string, packageSlug = 'portrait-30', addOns: { addOn: string; quantity: number }[] = []): Promise<BookingCreated> {
    const created = await customer.book(await customer.hold(packageSlug, startsAt), { addOns });
    await customer.pay(created);
    await customer.readUntil(created, ({ status }) => status === 'confirmed');
    return created;
  }

  const ask = async (created: BookingCreated, startsAt: string) => answered<RescheduleQuote>(await customer.send('GET', `/bookings/${created.booking.id}/reschedule?startsAt=${startsAt}`, { token: created.token }), 200);
  const move = (created: BookingCreated, startsAt: string, expectedTotalMinor: number) =>
    customer.send('POST', `/bookings/${created.booking.id}/reschedule`, { token: created.token, body: { startsAt, expectedTotalMinor } });
  const moved = async (created: BookingCreated, startsAt: string, expectedTotalMinor: number) =>
    (await answered<{ booking: Booking }>(await move(created, startsAt, expectedTotalMinor), 200)).booking;

  it('to a dearer time owes the difference, and back gives nothing to anybody', async () => {
    const [tuesday = ''] = await startsOn(2);
    const [saturday = ''] = await startsOn(6);
    const created = await book(tuesday, 'portrait-30', [{ addOn: 'retouched-print', quantity: 2 }]);
    expect(created.booking.totalMinor).toBe(7_900 + 3_600);
    const quote = await ask(created, saturday);
    expect(quote).toMatchObject({ totalMinor: 13_080, differenceMinor: 1_580, refundMinor: 0, owedMinor: 1_580 });
    expect((await answered<{ code: string }>(await move(created, saturday, created.booking.totalMinor), 409)).code).toBe('amount_changed');
    const booking = await moved(created, saturday, quote.totalMinor);
    expect(booking).toMatchObject({ startsAt: saturday, status: 'confirmed', paymentStatus: 'deposit_paid', totalMinor: 13_080, owedMinor: 1_580, balanceDueAt: product.clock.now().toISOString() });
    expect(booking.lineItems.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(13_080);
    // Once more, as after an answer that was lost.
    expect((await moved(created, saturday, quote.totalMinor)).startsAt).toBe(saturday);
    expect(await customer.listStarts('portrait-30')).toContain(tuesday);
    expect(await customer.listStarts('portrait-30')).not.toContain(saturday);
    expect(await moved(created, tuesday, 11_500)).toMatchObject({ paymentStatus: 'paid', owedMinor: 0, balanceDueAt: null });
    const rows = await inTenant(({ sql, tenantId }) => sql`select data from events where tenant_id = ${tenantId} and booking_id = ${created.booking.id} and type = 'booking.rescheduled' order by id`);
    expect(rows).toMatchObject([{ data: { toStartsAt: saturday, differenceMinor: 1_580 } }, { data: { toStartsAt: tuesday, differenceMinor: -1_580, refundMinor: 0 } }]);
    await workOutbox(product.services);
    const mails = await inTenant(({ sql, tenantId }) => sql`select status from emails where tenant_id = ${tenantId} and booking_id = ${created.booking.id} and kind = 'change'`);
    expect(mails).toHaveLength(2);
  });

  it('to a cheaper time gives the difference back, which is owed no more', async () => {
    const [saturday = ''] = await startsOn(6);
    const [tuesday = ''] = await startsOn(2);
    const created = await book(saturday);
    expect(await ask(created, tuesday)).toMatchObject({ totalMinor: 7_900, differenceMinor: -1_580, refundMinor: 1_580, owedMinor: 0 });
    await moved(created, tuesday, 7_900);
    await workOutbox(product.services);
    expect(await customer.read(created)).toMatchObject({ paymentStatus: 'paid', paidMinor: 9_480, refundedMinor: 1_580, owedMinor: 0 });
    // Half of what it costs now, not of what was paid once.
    expect(await (await customer.send('GET', `/bookings/${created.booking.id}/cancellation`, { token: created.token })).json()).toMatchObject({ refundMinor: 7_900 });
  });

  it('keeps the prices that it was sold at, and a balance with its time', async () => {
    const [tuesday = ''] = await startsOn(2, 'portrait-60');
    const [wednesday = ''] = await startsOn(3, 'portrait-60');
    const created = await book(tuesday, 'portrait-60');
    await inTenant(({ sql, tenantId }) => sql`update packages set price_minor = 99900 where tenant_id = ${tenantId} and slug = 'portrait-60'`);
    product.services.catalogs.forgetAll();
    const due = new Date(Date.parse(wednesday) - 48 * HOUR_MS).toISOString();
    expect(await moved(created, wednesday, 14_000)).toMatchObject({ totalMinor: 14_000, owedMinor: 10_500, paymentStatus: 'deposit_paid', balanceDueAt: due });
  });

  it('to half an hour later needs no second room', async () => {
    const [start = '', next = ''] = await startsOn(4);
    const created = await book(start);
    expect(await moved(created, next, 7_900)).toMatchObject({ startsAt: next });
  });

  it('lets one of two have the same place, and the other keeps its own', async () => {
    const starts = await startsOn(5);
    const [first, second] = [await book(starts[0] ?? ''), await book(starts[4] ?? '')];
    const target = (await startsOn(1))[0] ?? '';
    const answers = await Promise.all([move(first, target, 7_900), move(second, target, 7_900)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const kept = answers[0]?.status === 409 ? first : second;
    expect(await customer.read(kept)).toMatchObject({ status: 'confirmed', startsAt: kept.booking.startsAt });
    expect(await customer.listStarts('portrait-30')).not.toContain(kept.booking.startsAt);
  });

  it('lets two change places with neither losing its own', async () => {
    const starts = await startsOn(5);
    const [first, second] = [await book(starts[0] ?? ''), await book(starts[4] ?? '')];
    const answers = await Promise.all([move(first, second.booking.startsAt, 7_900), move(second, first.booking.startsAt, 7_900)]);
    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
  });

  it('is over at the deadline of its policy for the customer, not for the business', async () => {
    const from = product.clock.now().getTime() + 13 * HOUR_MS;
    const start = (await customer.listStarts('portrait-30')).find((candidate) => Date.parse(candidate) >= from && Date.parse(candidate) < from + 11 * HOUR_MS) ?? '';
    const created = await book(start);
    const target = (await startsOn(6))[0] ?? '';
    expect((await answered<{ code: string }>(await move(created, target, 9_480), 409)).code).toBe('booking_not_reschedulable');
    const response = await product.request(`/api/v1/tenant/bookings/${created.booking.id}/reschedule`, {
      method: 'POST', headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' }, body: JSON.stringify({ startsAt: target, keepPrice: true }),
    });
    const detail = await answered<TenantBookingDetail>(response, 200);
    expect(detail).toMatchObject({ startsAt: target, totalMinor: 7_900, owedMinor: 0 });
    expect(detail.history.at(-1)).toMatchObject({ from: 'confirmed', to: 'confirmed', cause: 'tenant_rescheduled' });
  });

  it('refuses what is not offered, and what was never paid', async () => {
    const [start = ''] = await startsOn(5);
    const created = await book(start);
    expect((await answered<{ code: string }>(await move(created, '2027-06-13T03:00:00Z', 7_900), 409)).code).toBe('slot_not_offered');
    const [other = ''] = await startsOn(5);
    const pending = await customer.book(await customer.hold('portrait-30', other));
    expect((await answered<{ code: string }>(await move(pending, start, 7_900), 409)).code).toBe('booking_not_reschedulable');
    const { refunds } = await answered<BookingRefunds>(await product.request(`/api/v1/tenant/bookings/${created.booking.id}/refunds`, { headers: { authorization: `Bearer ${secretKey}` } }), 200);
    expect(refunds).toEqual([]);
  });
});
