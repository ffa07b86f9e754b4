import type { DaySurcharge, PricingZone, Problem, PromoCode, PromoCodeList, Quote } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { answered, createCustomer } from '../../testing/booking-steps.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

async function pointersOf(response: Promise<Response>): Promise<string[]> {
  return ((await answered<Problem>(await response, 422)).errors ?? []).map(({ pointer }) => pointer);
}

describe('a tenant’s prices, by its own server', () => {
  let product: ProductFixture;
  let scope: TenantScope;
  let secret: string;
  beforeAll(async () => {
    product = await createProductFixture();
    const tenant = await product.services.directory.findBySlug('studionord');
    scope = { tenantId: tenant?.id as TenantScope['tenantId'], livemode: false };
    secret = await giveSecretKey(product, scope);
  });
  afterAll(() => product.close());

  function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return product.request(`/api/v1/tenant${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** What a customer is told, once every replica has heard of the change. */
  async function quoteUntil(body: object, isDone: (answer: Quote & Problem) => boolean): Promise<Quote & Problem> {
    const customer = createCustomer(product, 'studionord');
    for (let tries = 0; tries < 100; tries += 1) {
      const answer = (await (await customer.send('POST', '/quotes', { body: { package: 'portrait-30', partySize: 1, ...body } })).json()) as Quote & Problem;
      if (isDone(answer)) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the price did not change');
  }

  it('make a promo code that customers can use at once, change it and end it', async () => {
    const created = await answered<PromoCode>(await send('POST', '/promo-codes', { code: 'Summer-27', percentBps: 2_500, maxUses: 10, packages: ['portrait-30'] }), 201);
    expect(created).toMatchObject({ code: 'SUMMER-27', percentBps: 2_500, amountMinor: null, maxUses: 10, packages: ['portrait-30'], active: true, uses: 0 });
    expect((await quoteUntil({ promoCode: 'summer-27' }, ({ totalMinor }) => totalMinor !== undefined)).discountMinor).toBe(1_975);

    const changed = await answered<PromoCode>(await send('PUT', `/promo-codes/${created.id}`, { code: 'SUMMER-27', amountMinor: 900 }), 200);
    expect(changed).toMatchObject({ id: created.id, percentBps: null, amountMinor: 900, maxUses: null, packages: null });
    expect((await quoteUntil({ promoCode: 'summer-27' }, () => true)).discountMinor).toBe(900);

    await answered(await send('PUT', `/promo-codes/${created.id}`, { code: 'SUMMER-27', amountMinor: 900, active: false }), 200);
    expect((await quoteUntil({ promoCode: 'summer-27' }, () => true)).code).toBe('promo_code_invalid');
    const { promoCodes, next } = await answered<PromoCodeList>(await send('GET', '/promo-codes'), 200);
    expect([promoCodes.map(({ code, active }) => [code, active]), next]).toEqual([[['SUMMER-27', false]], null]);
    expect(await auditOf(created.id)).toEqual(['promo_code.created', 'promo_code.updated', 'promo_code.updated']);
  });

  it('have each code once, also when two ask for it at the same moment, and a repeated request is one', async () => {
    const body = { code: 'TWICE', percentBps: 100 };
    const responses = await Promise.all(Array.from({ length: 6 }, () => send('POST', '/promo-codes', body)));
    expect(responses.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
    const headers = { 'idempotency-key': 'once-only' };
    const first = await answered<PromoCode>(await send('POST', '/promo-codes', { code: 'ONCE', percentBps: 100 }, headers), 201);
    expect(await answered<PromoCode>(await send('POST', '/promo-codes', { code: 'ONCE', percentBps: 100 }, headers), 201)).toEqual(first);
    expect((await answered<Problem>(await send('PUT', `/promo-codes/${first.id}`, { code: 'twice', percentBps: 100 }), 409)).code).toBe('promo_code_exists');
  });

  it('are refused where their fields don’t fit each other, all at once', async () => {
    expect(await pointersOf(send('POST', '/promo-codes', { code: 'NOTHING' }))).toEqual(['/percentBps']);
    expect(await pointersOf(send('POST', '/promo-codes', {
      code: 'ALL', percentBps: 1, amountMinor: 1, packages: ['portrait-30', 'signature-massage'], startsAt: '2027-02-01T00:00:00Z', endsAt: '2027-02-01T00:00:00Z',
    }))).toEqual(['/packages/1', '/amountMinor', '/endsAt']);
    expect(await pointersOf(send('POST', '/promo-codes', { code: 'a b', percentBps: 10_001 }))).toEqual(['/code', '/percentBps']);
    expect(await pointersOf(send('POST', '/pricing-zones', { name: 'Nowhere' }))).toEqual(['/areas']);
    expect(await pointersOf(send('POST', '/pricing-zones', { name: 'Odd', areas: ['10115', '2..1', '20000..3', '*', '1**'], referenceZone: 'atlantis' }))).toEqual(['/areas/3', '/areas/4']);
    expect(await pointersOf(send('POST', '/pricing-zones', { name: 'Odd', areas: ['10115', '2..1', '20000..3'], referenceZone: 'atlantis' }))).toEqual(['/areas/1', '/areas/2', '/referenceZone']);
    expect((await send('PUT', `/promo-codes/${crypto.randomUUID()}`, { code: 'NOBODY', percentBps: 1 })).status).toBe(404);
  });

  it('make zones, in whose order the first counts', async () => {
    await withTenant(product.database.app, scope, ({ sql, tenantId }) => sql`update packages set zone_policy = 'service_area' where tenant_id = ${tenantId} and slug = 'portrait-30'`);
    const zone = await answered<PricingZone>(await send('POST', '/pricing-zones', { name: 'Mitte', areas: ['101*'], surchargeMinor: 700, position: 1 }), 201);
    await answered<PricingZone>(await send('POST', '/pricing-zones', { name: 'Berlin', referenceZone: 'de-berlin', surchargeMinor: 300, position: 2 }), 201);
    expect((await quoteUntil({ postalCode: '10117' }, ({ totalMinor }) => totalMinor === 8_600)).lineItems).toMatchObject([{}, { kind: 'surcharge', description: 'Mitte' }]);
    expect(await quoteUntil({ postalCode: '12345' }, ({ totalMinor }) => totalMinor === 8_200)).toMatchObject({ taxIncluded: true });
    expect(await quoteUntil({ postalCode: '99999' }, () => true)).toMatchObject({ code: 'outside_service_area' });
    await answered(await send('PUT', `/pricing-zones/${zone.id}`, { name: 'Mitte', areas: ['101*'], active: false }), 200);
    expect(await quoteUntil({ postalCode: '10117' }, ({ totalMinor }) => totalMinor === 8_200)).toMatchObject({ discountMinor: 0 });
    const { referenceZones } = await answered<{ referenceZones: { slug: string }[] }>(await send('GET', '/reference-zones'), 200);
    expect(referenceZones.map(({ slug }) => slug)).toContain('de-berlin');
  });

  it('make days dearer, for all packages or some, until it is ended', async () => {
    const saturdays = await answered<DaySurcharge>(await send('POST', '/day-surcharges', { name: 'Saturday', weekdays: [6, 6], percentBps: 1_000, packages: ['editorial-120'] }), 201);
    expect(saturdays).toMatchObject({ weekdays: [6], packages: ['editorial-120'], amountMinor: null, active: true });
    await answered(await send('POST', '/day-surcharges', { name: 'Fair', startsOn: '2027-07-03', endsOn: '2027-07-04', amountMinor: 500, priceBasis: 'person', position: 1 }), 201);
    const editorial = { package: 'editorial-120', partySize: 2, startsAt: '2027-07-03T09:00:00Z' };
    const both = await quoteUntil(editorial, ({ totalMinor }) => totalMinor === 29_600);
    expect(both.lineItems.slice(1)).toMatchObject([{ description: 'Saturday', amountMinor: 2_600 }, { description: 'Fair', quantity: 2, amountMinor: 1_000 }]);
    expect((await quoteUntil({ ...editorial, package: 'portrait-60' }, () => true)).totalMinor).toBe(15_000);
    expect((await quoteUntil({ ...editorial, startsAt: '2027-07-05T09:00:00Z' }, () => true)).totalMinor).toBe(26_000);
    await answered(await send('PUT', `/day-surcharges/${saturdays.id}`, { name: 'Saturday', percentBps: 1_000, active: false }), 200);
    expect((await quoteUntil(editorial, ({ totalMinor }) => totalMinor === 27_000)).lineItems).toHaveLength(2);
    const { daySurcharges } = await answered<{ daySurcharges: DaySurcharge[] }>(await send('GET', '/day-surcharges'), 200);
    expect(daySurcharges.map(({ name, active, packages }) => [name, active, packages])).toEqual([['Saturday', false, null], ['Fair', true, null]]);
    expect(await pointersOf(send('POST', '/day-surcharges', { name: 'Odd', startsOn: '2027-02-02', endsOn: '2027-02-01', packages: ['nothing'] }))).toEqual(['/packages/0', '/percentBps', '/endsOn']);
    expect(await pointersOf(send('POST', '/day-surcharges', { name: 'Odd', weekdays: [0], startsOn: '0001-01-01', percentBps: 1 }))).toEqual(['/weekdays/0', '/startsOn']);
  });

  it('come in pages', async () => {
    await Promise.all(Array.from({ length: 120 }, async (_, index) => answered(await send('POST', '/promo-codes', { code: `PAGE-${index}`, percentBps: 100 }), 201)));
    const first = await answered<PromoCodeList>(await send('GET', '/promo-codes'), 200);
    const second = await answered<PromoCodeList>(await send('GET', `/promo-codes?before=${first.next ?? ''}`), 200);
    expect([first.promoCodes.length, second.next]).toEqual([100, null]);
    const codes = [...first.promoCodes, ...second.promoCodes].map(({ code }) => code);
    expect([new Set(codes).size, codes.filter((code) => code.startsWith('PAGE-')).length]).toEqual([codes.length, 120]);
  });

  async function auditOf(id: string): Promise<string[]> {
    const rows = await withTenant(product.database.app, scope, ({ sql, tenantId }) => sql<{ action: string }[]>`
      select action from audit_log where tenant_id = ${tenantId} and entity_id = ${id} order by id`);
    return rows.map(({ action }) => action);
  }
});
