// What a booking costs by its day, its place and its promo code; and who gets the last uses of a code.
import { randomUUID } from 'node:crypto';
import type { BookingCreated, Hold, Problem, Quote } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepDue } from '../../jobs/sweep-due.ts';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId } from '../../platform/ids.ts';
import { reclaimUse } from '../pricing/index.ts';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

const HOUR_MS = 3_600_000;

async function problemOf(response: Response): Promise<string> {
  return `${response.status} ${((await response.json()) as Problem).code}`;
}

/** A body with the code that a customer may use once. */
function asCustomer(email: string) {
  return { promoCode: 'WELCOME', customer: { name: 'Bo', email } };
}

describe('a booking with a promo code', () => {
  let product: ProductFixture;
  let customer: Customer;
  beforeAll(async () => {
    product = await createProductFixture({ replicas: 2 });
    customer = createCustomer(product, 'studionord');
  });
  afterAll(() => product.close());

  /** Runs as the tenant, and forgets what was remembered of it. */
  async function asTenant<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const tenant = await product.services.directory.findBySlug('studionord');
    if (!tenant) throw new Error('there is no such tenant');
    const result = await withTenant(product.database.app, { tenantId: tenant.id, livemode: false }, work);
    for (const { services } of product.replicas) services.catalogs.forgetAll();
    return result;
  }

  interface CodeRow { percentBps?: number; amountMinor?: number; startsAt?: Date; endsAt?: Date; maxUses?: number; perCustomer?: number; active?: boolean; only?: string }

  async function giveCode(code: string, given: CodeRow): Promise<void> {
    const now = product.clock.now();
    const id = newId();
    await asTenant(async ({ sql, tenantId }) => {
      await sql`insert into promo_codes (tenant_id, id, code, kind, percent_bps, amount_minor, starts_at, ends_at, max_uses, max_uses_per_customer, for_all_packages, active, created_at, updated_at)
        values (${tenantId}, ${id}, ${code}, ${given.percentBps === undefined ? 'amount' : 'percent'}, ${given.percentBps ?? null}, ${given.amountMinor ?? null}, ${given.startsAt ?? null},
          ${given.endsAt ?? null}, ${given.maxUses ?? null}, ${given.perCustomer ?? null}, ${given.only === undefined}, ${given.active ?? true}, ${now}, ${now})`;
      await sql`insert into promo_code_packages (tenant_id, promo_code_id, package_id)
        select ${tenantId}, ${id}, id from packages where tenant_id = ${tenantId} and slug = ${given.only ?? ''}`;
    });
  }

  async function quote(body: object, of: Customer = customer): Promise<Quote> {
    return answered<Quote>(await of.send('POST', '/quotes', { body: { package: 'portrait-30', partySize: 1, ...body } }), 200);
  }

  async function refusedQuote(body: object): Promise<string> {
    return problemOf(await customer.send('POST', '/quotes', { body: { package: 'portrait-30', partySize: 1, ...body } }));
  }

  function book(hold: Hold, body: object, at = 0): Promise<Response> {
    return fetch(`${product.replicas[at]?.server.url}/api/v1/bookings`, {
      method: 'POST', headers: { 'x-tenant-key': 'pk_test_studionord_sample', 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ holdId: hold.id, holdToken: hold.token, customer: { name: 'Ana', email: 'ana@example.com' }, ...body }),
    });
  }

  let used = 0;
  /** A hold of a time that no other test of this file has taken. */
  async function holdNext(packageSlug = 'portrait-30'): Promise<Hold> {
    const starts = (await customer.listStarts(packageSlug)).filter((start) => Date.parse(start) > product.clock.now().getTime() + 30 * HOUR_MS);
    used += 1;
    return customer.hold(packageSlug, starts[used] ?? '');
  }

  function reclaim(id: BookingId): Promise<boolean> {
    return asTenant((tx) => reclaimUse(tx, id));
  }

  async function usesOf(code: string): Promise<number> {
    return asTenant(async ({ sql }) => {
      const [row] = await sql<{ count: number }[]>`select count(*)::int as count from promo_uses where code = ${code} and released_at is null`;
      return row?.count ?? 0;
    });
  }

  it('costs what its quote said, whatever the case in which the code was typed', async () => {
    await giveCode('SPRING', { percentBps: 2_000 });
    const addOns = [{ addOn: 'retouched-print', quantity: 2 }];
    const promised = await quote({ addOns, promoCode: ' spring ' });
    expect(promised).toMatchObject({ discountMinor: 2_300, totalMinor: 9_200, taxMinor: 1_469 });
    expect(promised.lineItems.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([['package', 7_900], ['add_on', 3_600], ['discount', -2_300]]);
    const created = await answered<BookingCreated>(await book(await holdNext(), { addOns, promoCode: 'Spring' }), 201);
    expect(created.booking).toMatchObject({ discountMinor: 2_300, totalMinor: 9_200, lineItems: promised.lineItems });
    expect(created.payment?.amountMinor).toBe(9_200);
    // The widget reads it again.
    expect(await customer.read(created)).toMatchObject({ lineItems: promised.lineItems });
  });

  it('is confirmed at once where the code leaves nothing to pay', async () => {
    await giveCode('GIFT', { amountMinor: 1_000_000, maxUses: 1 });
    const created = await answered<BookingCreated>(await book(await holdNext(), { promoCode: 'GIFT' }), 201);
    expect(created).toMatchObject({ payment: null, booking: { status: 'confirmed', totalMinor: 0, discountMinor: 7_900 } });
    expect(await usesOf('GIFT')).toBe(1);
  });

  it('is refused, and so is its quote, for a code that doesn’t count', async () => {
    const now = product.clock.now().getTime();
    await giveCode('OLD', { percentBps: 1_000, endsAt: new Date(now) });
    await giveCode('SOON', { percentBps: 1_000, startsAt: new Date(now + HOUR_MS) });
    await giveCode('OFF', { percentBps: 1_000, active: false });
    await giveCode('EDITORIAL', { percentBps: 1_000, only: 'editorial-120' });
    const hold = await holdNext();
    for (const [promoCode, expected] of [
      ['NONE', '409 promo_code_invalid'], ['SOON', '409 promo_code_invalid'], ['OFF', '409 promo_code_invalid'], ['EDITORIAL', '409 promo_code_invalid'],
      ['OLD', '409 promo_code_expired'], ['GIFT', '409 promo_code_used_up'], ['', '422 invalid_request'],
    ]) {
      expect([promoCode, await refusedQuote({ promoCode })]).toEqual([promoCode, expected]);
      expect([promoCode, await problemOf(await book(hold, { promoCode }))]).toEqual([promoCode, expected]);
    }
    expect(await quote({ package: 'editorial-120', promoCode: 'EDITORIAL' })).toMatchObject({ discountMinor: 2_600 });
    // The time is still held.
    expect((await book(hold, {})).status).toBe(201);
  });

  it('takes a code that a customer may use once, once, whatever the case of the e-mail', async () => {
    await giveCode('WELCOME', { percentBps: 1_000, perCustomer: 1 });
    expect((await book(await holdNext(), asCustomer('bo@example.com'))).status).toBe(201);
    const again = await holdNext();
    expect(await problemOf(await book(again, asCustomer('BO@example.com')))).toBe('409 promo_code_used_up');
    expect((await book(again, asCustomer('other@example.com'))).status).toBe(201);
  });

  it('gives its use back when it is cancelled unpaid or expires, and keeps it when it is paid', async () => {
    await giveCode('ONE', { percentBps: 1_000, maxUses: 1 });
    const first = await answered<BookingCreated>(await book(await holdNext(), { promoCode: 'ONE' }), 201);
    expect(await refusedQuote({ promoCode: 'ONE' })).toBe('409 promo_code_used_up');
    await answered(await customer.send('POST', `/bookings/${first.booking.id}/cancel`, { token: first.token }), 200);
    expect(await usesOf('ONE')).toBe(0);

    const second = await answered<BookingCreated>(await book(await holdNext(), { promoCode: 'ONE' }), 201);
    product.clock.advance(HOUR_MS);
    await sweepDue(product.services);
    expect(await customer.read(second)).toMatchObject({ status: 'expired' });
    expect(await usesOf('ONE')).toBe(0);

    const third = await answered<BookingCreated>(await book(await holdNext(), { promoCode: 'ONE' }), 201);
    await customer.pay(third);
    await customer.readUntil(third, ({ status }) => status === 'confirmed');
    expect(await usesOf('ONE')).toBe(1);
  });

  it('has its use back for a late payment only while nobody else has it', async () => {
    await giveCode('LATE', { percentBps: 1_000, maxUses: 1 });
    const cancelled = async () => {
      const created = await answered<BookingCreated>(await book(await holdNext(), { promoCode: 'LATE' }), 201);
      await answered(await customer.send('POST', `/bookings/${created.booking.id}/cancel`, { token: created.token }), 200);
      return created.booking.id as BookingId;
    };
    const [first, second] = [await cancelled(), await cancelled()];
    expect([await reclaim(first), await reclaim(second)]).toEqual([true, false]);
    expect(await usesOf('LATE')).toBe(1);
    const without = await answered<BookingCreated>(await book(await holdNext(), {}), 201);
    expect(await reclaim(without.booking.id as BookingId)).toBe(true);
  });

  it('gets exactly as many of fifty that race for three uses', async () => {
    await giveCode('RACE', { percentBps: 5_000, maxUses: 3 });
    const starts = (await customer.listStarts('portrait-30')).filter((start) => Date.parse(start) > product.clock.now().getTime() + 200 * HOUR_MS);
    // Half an hour and a quarter of buffer: every second start of the room.
    const holds = await Promise.all(starts.filter((_, index) => index % 2 === 0).slice(0, 50).map((start) => customer.hold('portrait-30', start)));
    expect(holds).toHaveLength(50);
    const answers = await Promise.all(holds.map(async (hold, index) => {
      const response = await book(hold, { promoCode: 'RACE', customer: { name: 'Racer', email: `racer-${index}@example.com` } }, index % 2);
      return response.status === 201 ? '201' : problemOf(response);
    }));
    expect([answers.filter((answer) => answer === '201').length, answers.filter((answer) => answer === '409 promo_code_used_up').length]).toEqual([3, 47]);
    expect(await usesOf('RACE')).toBe(3);
  });
});

describe('a package that is dearer on some days and in some places', () => {
  let product: ProductFixture;
  let customer: Customer;
  beforeAll(async () => {
    product = await createProductFixture();
    customer = createCustomer(product, 'studionord');
    const tenant = await product.services.directory.findBySlug('studionord');
    if (!tenant) throw new Error('there is no such tenant');
    const now = product.clock.now();
    await withTenant(product.database.app, { tenantId: tenant.id, livemode: false }, async ({ sql, tenantId }) => {
      await sql`insert into day_surcharges (tenant_id, id, name, weekdays, percent_bps) values (${tenantId}, ${newId()}, 'Saturday', '{6}', 1000)`;
      await sql`insert into pricing_zones (tenant_id, id, name, areas, surcharge_minor, position, created_at, updated_at)
        values (${tenantId}, ${newId()}, 'Potsdam', '{144*}', 2500, 2, ${now}, ${now})`;
      await sql`insert into pricing_zones (tenant_id, id, name, reference_zone, position, created_at, updated_at)
        values (${tenantId}, ${newId()}, 'Berlin', 'de-berlin', 1, ${now}, ${now})`;
      await sql`update packages set zone_policy = case slug when 'portrait-30' then 'surcharge' else 'service_area' end where tenant_id = ${tenantId} and slug <> 'editorial-120'`;
    });
    product.services.catalogs.forgetAll();
  });
  afterAll(() => product.close());

  async function totalOf(body: object): Promise<number | string> {
    const response = await customer.send('POST', '/quotes', { body: { partySize: 1, ...body } });
    const answer = (await response.json()) as Quote & Problem;
    return response.status === 200 ? answer.totalMinor : answer.code;
  }

  it('adds the surcharge of the first zone that has the postal code, shared zones included', async () => {
    expect(await totalOf({ package: 'portrait-30', postalCode: '14467' })).toBe(10_400);
    expect(await totalOf({ package: 'portrait-30', postalCode: '10 999' })).toBe(7_900);
    expect(await totalOf({ package: 'portrait-30', postalCode: '80331' })).toBe(7_900);
    expect(await totalOf({ package: 'portrait-30' })).toBe(7_900);
  });

  it('isn’t offered outside of its service area', async () => {
    expect(await totalOf({ package: 'portrait-60', postalCode: '14467' })).toBe(16_500);
    expect(await totalOf({ package: 'portrait-60', postalCode: '80331' })).toBe('outside_service_area');
    expect(await totalOf({ package: 'editorial-120', postalCode: '80331' })).toBe(26_000);
  });

  it('is dearer on the tenant’s Saturdays', async () => {
    // Half past eleven at night on a Friday in London is Saturday in Berlin.
    expect(await totalOf({ package: 'editorial-120', startsAt: '2027-07-02T23:30:00Z' })).toBe(28_600);
    expect(await totalOf({ package: 'editorial-120', startsAt: '2027-07-02T21:30:00Z' })).toBe(26_000);
  });

  it('is booked with the postal code that it asks for, and not without', async () => {
    const { packages } = (await (await customer.send('GET', '/packages')).json()) as { packages: { slug: string; asksPostalCode: boolean }[] };
    expect(packages.filter(({ asksPostalCode }) => asksPostalCode).map(({ slug }) => slug)).toEqual(['portrait-30', 'portrait-60']);
    const startsAt = (await customer.listStarts('portrait-60')).find((start) => new Date(start).getUTCDay() !== 6);
    const hold = await customer.hold('portrait-60', startsAt ?? '');
    const book = (body: object) => customer.send('POST', '/bookings', {
      headers: { 'idempotency-key': randomUUID() }, body: { holdId: hold.id, holdToken: hold.token, customer: { name: 'Ana', email: 'ana@example.com' }, ...body },
    });
    expect(((await (await book({})).json()) as Problem).errors).toEqual([{ pointer: '/postalCode', detail: 'is required for this package' }]);
    expect(((await (await book({ postalCode: '80331' })).json()) as Problem).code).toBe('outside_service_area');
    const created = await answered<BookingCreated>(await book({ postalCode: '14467' }), 201);
    expect(created.booking.lineItems.map(({ kind, description, amountMinor }) => [kind, description, amountMinor])).toEqual([
      ['package', 'Portrait, 60 minutes', 14_000], ['surcharge', 'Potsdam', 2_500],
    ]);
  });
});
