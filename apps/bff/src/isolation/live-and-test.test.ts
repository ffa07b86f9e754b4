import { randomUUID } from 'node:crypto';
import type { Availability } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillPath, listOperations, type ApiOperation } from '../testing/api-operations.ts';
import { answered } from '../testing/booking-steps.ts';
import { builtAssets } from '../testing/built-assets.ts';
import { watchDatabase, type DatabaseWatcher } from '../testing/database-state.ts';
import { furnishTenant, type FurnishedTenant } from '../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../testing/product-fixture.ts';
import { attemptsByOperation } from './foreign-attempts.ts';

/** Tables whose rows are the same in both modes, or belong to a row that has one. */
const withoutMode = [
  'tenants', 'tenant_origins', 'resources', 'schedules', 'schedule_rules', 'date_overrides', 'date_override_ranges', 'blackouts', 'packages', 'package_resources',
  'add_ons', 'package_add_ons', 'custom_fields', 'package_custom_fields', 'booking_transitions', 'booking_line_items', 'tenant_data_keys',
  'promo_codes', 'promo_code_packages', 'day_surcharges', 'package_day_surcharges', 'pricing_zones', 'mail_settings', 'waitlist_settings',
];

/** Without a live account, which no test has, nothing else is offered in live mode. */
const freePackage = 'tasting';

describe('a live key', () => {
  let product: ProductFixture;
  let watcher: DatabaseWatcher;
  let operations: ApiOperation[];
  let tenant: FurnishedTenant;
  beforeAll(async () => {
    product = await createProductFixture({ assets: builtAssets });
    watcher = watchDatabase(product.database.ownerUrl);
    [operations, tenant] = await Promise.all([listOperations(product), furnishTenant(product, 'matsuritea')]);
    await watcher.settle();
  });
  afterAll(async () => {
    await watcher.close();
    await product.close();
  });

  it('is told apart from a test key in every table that holds data of customers', async () => {
    const tables = await watcher.listTenantTables();
    expect(tables.filter(({ columns }) => !columns.includes('livemode')).map(({ name }) => name)).toEqual(withoutMode.toSorted());
  });

  it('opens nothing that was made with a test key, and changes nothing of it', async () => {
    const test = await idsOfTestData();
    expect(test.length).toBeGreaterThan(30);
    const before = await watcher.checksum();
    for (const id of ['getBooking', 'payBooking', 'cancelBooking', 'releaseHold', 'uploadFile', 'removeFile', 'createBooking', 'getWaitlistEntry', 'acceptWaitlistOffer', 'passWaitlistOffer', 'leaveWaitlist']) {
      const operation = operations.find((candidate) => candidate.id === id) as ApiOperation;
      for (const attempt of attemptsByOperation[id]?.({ ...tenant, ids: test.filter(isUuid) }, tenant) ?? []) {
        const response = await product.request(`${fillPath(operation.path, attempt.path ?? {})}?${new URLSearchParams(attempt.query ?? {})}`, {
          method: operation.method,
          headers: {
            'x-tenant-key': tenant.liveKey, ...attempt.headers,
            ...(attempt.token === undefined ? {} : { authorization: `Bearer ${attempt.token}` }),
            ...(attempt.body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(attempt.body === undefined ? {} : { body: JSON.stringify(attempt.body) }),
        });
        const text = await response.text();
        expect(response.status, `${id}: ${attempt.label}: ${text}`).toBeOneOf([401, 404]);
        expect(test.filter((value) => text.includes(value)), `${id}: ${attempt.label}`).toEqual([]);
      }
    }
    expect(await watcher.checksum()).toEqual(before);
  });

  it('finds free what a test booking has taken, and takes it without a conflict', async () => {
    const [startsAt = ''] = await tenant.customer.listStarts(freePackage);
    const hold = async (headers = {}) => (await tenant.customer.send('POST', '/holds', { body: { package: freePackage, startsAt, partySize: 1 }, headers })).status;
    // As many as there are places at that time.
    let places = 0;
    while ((await starts(tenant.testKey, freePackage, startsAt)).includes(startsAt)) {
      expect(await hold()).toBe(201);
      places += 1;
    }
    expect(await hold()).toBe(409);
    expect(await starts(tenant.liveKey, freePackage, startsAt)).toContain(startsAt);
    const live = { 'x-tenant-key': tenant.liveKey };
    for (let place = 0; place < places; place += 1) expect(await hold(live)).toBe(201);
    expect(await hold(live)).toBe(409);
  });

  it('remembers nothing of an idempotency key that a test key used', async () => {
    const key = randomUUID();
    const hold = (startsAt: string, tenantKey: string) => tenant.customer.send('POST', '/holds', {
      body: { package: freePackage, startsAt, partySize: 1 }, headers: { 'x-tenant-key': tenantKey, 'idempotency-key': key },
    });
    const startsAt = (await tenant.customer.listStarts(freePackage)).at(-1) ?? '';
    const test = await answered<{ id: string }>(await hold(startsAt, tenant.testKey), 201);
    const live = await answered<{ id: string }>(await hold(startsAt, tenant.liveKey), 201);
    expect(live.id).not.toBe(test.id);
  });

  it('takes no money where only a test account is connected', async () => {
    const config = await answered(await tenant.customer.send('GET', '/widget/config', { headers: { 'x-tenant-key': tenant.liveKey } }), 200);
    expect(config).toMatchObject({ livemode: true, stripe: null });
    const { payment } = tenant.bookings.pending;
    expect(JSON.stringify(config)).not.toContain(payment?.accountId ?? '');
  });

  it('shows a page on which nothing is of test mode', async () => {
    const response = await product.request(`/embed/${tenant.slug}?${new URLSearchParams({ key: tenant.liveKey, host: tenant.origin })}`);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain('"livemode":true');
    expect((await idsOfTestData()).filter((value) => page.includes(value))).toEqual([]);
  });

  /** Ids, references and e-mails of rows in test mode. */
  async function idsOfTestData(): Promise<string[]> {
    const rows = await watcher.sql<{ value: string }[]>`
      select unnest(array[id::text, reference]) as value from bookings where tenant_id = ${tenant.scope.tenantId} and not livemode
      union select unnest(array[id::text, email]) from customers where tenant_id = ${tenant.scope.tenantId} and not livemode
      union select id::text from holds where tenant_id = ${tenant.scope.tenantId} and not livemode
      union select id::text from files where tenant_id = ${tenant.scope.tenantId} and not livemode
      union select id::text from claims where tenant_id = ${tenant.scope.tenantId} and not livemode
      union select unnest(array[id::text, payment_intent_id, stripe_account_id]) from payments where tenant_id = ${tenant.scope.tenantId} and not livemode
      union select id::text from refunds where tenant_id = ${tenant.scope.tenantId} and not livemode`;
    return rows.map(({ value }) => value);
  }

  async function starts(key: string, packageSlug: string, around: string): Promise<string[]> {
    const day = around.slice(0, 10);
    const query = new URLSearchParams({ package: packageSlug, from: day, to: day });
    const { days } = await answered<Availability>(await tenant.customer.send('GET', `/availability?${query}`, { headers: { 'x-tenant-key': key } }), 200);
    return days.flatMap(({ slots }) => slots.map((slot) => slot.startsAt));
  }
});

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}
