import type { Booking, BookingCreated, PaymentAttempt } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectBalances } from '../../jobs/sweep-due.ts';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { workOutbox } from '../../testing/work-outbox.ts';

const HOUR_MS = 3_600_000;

describe('a balance', () => {
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
    await inTenant(({ sql, tenantId }) => sql`update packages set deposit_kind = 'percent', deposit_bps = 2500, booking_window_days = 120 where tenant_id = ${tenantId} and slug = 'portrait-60'`);
    await setCollect({ collectBy: 'saved_method', dueHours: 240 });
  });
  afterAll(() => product.close());

  function inTenant<T>(work: Parameters<typeof withTenant<T>>[2]): Promise<T> {
    return withTenant(product.services.app, scope, work);
  }

  async function setCollect(body: object): Promise<void> {
    await answered(await product.request('/api/v1/tenant/balance-settings', {
      method: 'PUT', headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' }, body: JSON.stringify(body),
    }), 200);
    product.services.catalogs.forgetAll();
  }

  /** Pays the deposit with a card, and waits until the balance is due. */
  async function deposit(card = 'pm_card_visa'): Promise<BookingCreated> {
    const from = product.clock.now().getTime() + 241 * HOUR_MS;
    const startsAt = (await customer.listStarts('portrait-60')).find((start) => Date.parse(start) >= from) ?? '';
    const created = await customer.book(await customer.hold('portrait-60', startsAt));
    await customer.pay(created, card);
    const booking = await customer.readUntil(created, ({ status }) => status === 'confirmed');
    expect(booking).toMatchObject({ paymentStatus: 'deposit_paid', owedMinor: 10_500, paidMinor: 3_500 });
    return created;
  }

  async function untilDue(created: BookingCreated): Promise<void> {
    product.clock.set(new Date(Date.parse(created.booking.startsAt) - 240 * HOUR_MS));
    await collectBalances(product.services);
  }

  const eventsOf = (created: BookingCreated) => inTenant(async ({ sql, tenantId }) => {
    const rows = await sql<{ type: string; data: Record<string, unknown> }[]>`select type, data from events where tenant_id = ${tenantId} and booking_id = ${created.booking.id} and type like 'balance.%' order by id`;
    return rows.map(({ type, data }) => ({ type, ...data }));
  });
  const open = (created: BookingCreated) => customer.send('POST', `/bookings/${created.booking.id}/payment-intents`, { token: created.token, body: { allowRedirects: false } });
  async function payByLink(created: BookingCreated): Promise<Booking> {
    const { payment } = await answered<{ payment: PaymentAttempt }>(await open(created), 200);
    expect(await customer.pay({ ...created, payment })).toBe('succeeded');
    return customer.readUntil(created, ({ owedMinor }) => owedMinor === 0);
  }

  it('is charged at its time by the card that paid the deposit', async () => {
    const created = await deposit();
    await collectBalances(product.services);
    expect(await customer.read(created)).toMatchObject({ paidMinor: 3_500 });
    await untilDue(created);
    expect(await customer.readUntil(created, ({ owedMinor }) => owedMinor === 0)).toMatchObject({ paymentStatus: 'paid', paidMinor: 14_000 });
    const payments = await inTenant(({ sql, tenantId }) => sql`select purpose, status, amount_minor, application_fee_minor from payments where tenant_id = ${tenantId} and booking_id = ${created.booking.id} order by created_at`);
    expect(payments).toMatchObject([{ purpose: 'deposit', amountMinor: 3_500, applicationFeeMinor: 350 }, { purpose: 'balance', status: 'succeeded', amountMinor: 10_500, applicationFeeMinor: 1_050 }]);
    expect(await eventsOf(created)).toMatchObject([{ type: 'balance.paid', amountMinor: 10_500, owedMinor: 0 }]);
    product.clock.advance(30 * HOUR_MS);
    await collectBalances(product.services);
    expect((await customer.read(created)).paidMinor).toBe(14_000);
  });

  it('that the bank declines is told with a link, tried again, and left to the business in the end', async () => {
    const created = await deposit('pm_card_chargeCustomerFail');
    await untilDue(created);
    const tried = [{ type: 'balance.failed', code: 'generic_decline', attempt: 1, isLast: false }, { type: 'balance.due', attempt: 1, amountMinor: 10_500 }];
    expect(await eventsOf(created)).toMatchObject(tried);
    await workOutbox(product.services);
    const mails = await inTenant(({ sql, tenantId }) => sql`select kind, status from emails where tenant_id = ${tenantId} and booking_id = ${created.booking.id} and kind = 'balance_due'`);
    expect(mails).toEqual([{ kind: 'balance_due', status: 'sent' }]);
    await collectBalances(product.services);
    expect(await eventsOf(created)).toHaveLength(2);
    for (const hours of [24, 48, 48]) {
      product.clock.advance(hours * HOUR_MS);
      await collectBalances(product.services);
    }
    const events = await eventsOf(created);
    expect(events.map(({ type }) => type)).toEqual(['balance.failed', 'balance.due', 'balance.failed', 'balance.due', 'balance.failed', 'balance.due', 'balance.failed']);
    expect(events.at(-1)).toMatchObject({ attempt: 3, isLast: true });
    await workOutbox(product.services);
    // The business hears of it once, and not of the tries before.
    const told = await inTenant(({ sql, tenantId }) => sql`select status from emails where tenant_id = ${tenantId} and booking_id = ${created.booking.id} and kind = 'balance_given_up'`);
    expect(told).toEqual([{ status: 'sent' }]);
    expect(await customer.read(created)).toMatchObject({ status: 'confirmed', owedMinor: 10_500 });
    expect(await payByLink(created)).toMatchObject({ paymentStatus: 'paid', paidMinor: 14_000 });
  });

  it('that asks for authentication is paid by the customer, with the same intent', async () => {
    const created = await deposit();
    // The card that was saved comes to ask for it.
    await inTenant(({ sql, tenantId }) => sql`update payments set payment_method_id = 'pm_gone' where tenant_id = ${tenantId} and booking_id = ${created.booking.id}`);
    await untilDue(created);
    expect(await eventsOf(created)).toMatchObject([{ type: 'balance.failed', attempt: 1 }, { type: 'balance.due' }]);
    expect(await payByLink(created)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('is asked for by a link where nothing is saved, and can be paid before it is due', async () => {
    await setCollect({ collectBy: 'link' });
    const early = await deposit();
    expect(await payByLink(early)).toMatchObject({ paymentStatus: 'paid' });
    expect((await open(early)).status).toBe(409);
    const created = await deposit();
    const saved = await inTenant(({ sql, tenantId }) => sql`select saves_method, payment_method_id from payments where tenant_id = ${tenantId} and booking_id = ${created.booking.id}`);
    expect(saved).toEqual([{ savesMethod: false, paymentMethodId: null }]);
    await untilDue(created);
    expect(await eventsOf(created)).toMatchObject([{ type: 'balance.due', attempt: 1 }]);
    await untilDue(early);
    expect(await eventsOf(early)).toMatchObject([{ type: 'balance.paid' }]);
    await setCollect({ collectBy: 'saved_method' });
  });

  it('is not charged for what was cancelled, and follows what is owed when it moves', async () => {
    const [cancelled, moved] = [await deposit(), await deposit()];
    await answered(await customer.send('POST', `/bookings/${cancelled.booking.id}/cancel`, { token: cancelled.token, body: { expectedRefundMinor: 3_500 } }), 200);
    const target = (await customer.listStarts('portrait-60')).find((start) => Date.parse(start) > Date.parse(moved.booking.startsAt) + 72 * HOUR_MS) ?? '';
    await answered(await open(moved), 200);
    await answered(await customer.send('POST', `/bookings/${moved.booking.id}/reschedule`, { token: moved.token, body: { startsAt: target, expectedTotalMinor: 14_000 } }), 200);
    await untilDue(moved);
    expect(await eventsOf(moved)).toEqual([]);
    product.clock.set(new Date(Date.parse(target) - 240 * HOUR_MS));
    await collectBalances(product.services);
    expect(await customer.readUntil(moved, ({ owedMinor }) => owedMinor === 0)).toMatchObject({ paidMinor: 14_000 });
    expect(await customer.read(cancelled)).toMatchObject({ paidMinor: 3_500, owedMinor: 0 });
    expect(await eventsOf(cancelled)).toEqual([]);
  });

  it('that is paid twice at the same moment goes back once', async () => {
    const created = await deposit();
    const { payment } = await answered<{ payment: PaymentAttempt }>(await open(created), 200);
    product.clock.set(new Date(Date.parse(created.booking.startsAt) - 240 * HOUR_MS));
    await Promise.all([collectBalances(product.services), customer.pay({ ...created, payment }), open(created)]);
    await customer.readUntil(created, ({ owedMinor }) => owedMinor === 0);
    await workOutbox(product.services);
    const booking = await customer.read(created);
    expect(booking.paidMinor - booking.refundedMinor).toBe(14_000);
  });
});
