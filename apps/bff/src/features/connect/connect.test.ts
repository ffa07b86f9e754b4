import type { ApiKeyCreated, PackageList, Readiness, StripeAccount } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { answered, createCustomer } from '../../testing/booking-steps.ts';
import { accountsAtStripe, createConnectTenant, type ConnectTenant } from '../../testing/connect-fixture.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { createAccount, syncAccount } from './index.ts';

describe('the connected account of a tenant', () => {
  let product: ProductFixture;
  beforeAll(async () => {
    product = await createProductFixture();
  });
  afterAll(() => product.close());

  const fault = (form: Record<string, string>) => control('/faults', form);
  async function control(path: string, form: Record<string, string> = {}): Promise<void> {
    const response = await fetch(`${product.emulator.url}/_emulator${path}`, { method: 'POST', body: new URLSearchParams(form) });
    if (!response.ok) throw new Error(await response.text());
  }
  const newTenant = () => createConnectTenant(product);

  it('is none until it is made, then onboarded, then active', async () => {
    const tenant = await newTenant();
    expect(await read(tenant)).toMatchObject({ state: 'none', accountId: null, chargesEnabled: false });
    const made = await answered<StripeAccount>(await make(tenant), 201);
    expect(made).toMatchObject({ state: 'onboarding', livemode: false, country: 'DE', access: 'platform', chargesEnabled: false, detailsSubmitted: false });
    expect(made.requirements.currentlyDue).toContain('external_account');
    const [account] = await accountsAtStripe(product, tenant);
    expect(account).toMatchObject({
      id: made.accountId, email: tenant.email,
      controller: { fees: { payer: 'account' }, losses: { payments: 'stripe' }, stripe_dashboard: { type: 'express' }, requirement_collection: 'stripe' },
    });
    await control(`/accounts/${made.accountId}/onboard`);
    await expect.poll(async () => (await read(tenant)).state).toBe('active');
    expect(await read(tenant)).toMatchObject({ chargesEnabled: true, payoutsEnabled: true, requirements: { currentlyDue: [], pastDue: [], disabledReason: null } });
    expect(await eventsOf(tenant)).toMatchObject([
      { type: 'account.updated', data: { state: 'onboarding', accountId: made.accountId } },
      { type: 'account.updated', data: { state: 'active', chargesEnabled: true } },
    ]);
  });

  it('is the same one when it is asked for again, and none of another country', async () => {
    const tenant = await newTenant();
    const first = await answered<StripeAccount>(await make(tenant), 201);
    expect((await answered<StripeAccount>(await make(tenant), 200)).accountId).toBe(first.accountId);
    expect(await codeOf(await make(tenant, { country: 'FR' }))).toBe('409 stripe_account_exists');
    expect(await accountsAtStripe(product, tenant)).toHaveLength(1);
  });

  it('is made once by two requests at the same moment', async () => {
    for (let round = 0; round < 4; round += 1) {
      const tenant = await newTenant();
      const answers = await Promise.all(Array.from({ length: 4 }, () => make(tenant)));
      for (const answer of answers) expect([200, 201, 502]).toContain(answer.status);
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(await accountsAtStripe(product, tenant)).toHaveLength(1);
      expect((await eventsOf(tenant)).length).toBe(1);
    }
  });

  it('is found again when Stripe made it and the answer was lost, at once and after Stripe has forgotten the key', async () => {
    for (const laterMs of [1_000, 2 * 86_400_000]) {
      const tenant = await newTenant();
      // The library tries three times.
      await fault({ kind: 'timeout_after_success', method: 'POST', path: '/v1/accounts', delay_ms: '1', times: '3' });
      expect(await codeOf(await make(tenant))).toBe('502 payment_provider_unavailable');
      const [lost] = await accountsAtStripe(product, tenant);
      expect(await read(tenant)).toMatchObject({ state: 'none' });
      product.clock.advance(laterMs);
      const made = await answered<StripeAccount>(await make(tenant), 201);
      expect(made.accountId).toBe(lost?.id);
      expect(await accountsAtStripe(product, tenant)).toHaveLength(1);
    }
  });

  it.each(['kept_500', 'kept_500_after_success'])('is made once at the next try, when Stripe repeats its failure to the first key (%s)', async (kind) => {
    const tenant = await newTenant();
    await fault({ kind, method: 'POST', path: '/v1/accounts' });
    expect(await codeOf(await make(tenant))).toBe('502 payment_provider_unavailable');
    const made = await answered<StripeAccount>(await make(tenant), 201);
    expect(await accountsAtStripe(product, tenant)).toMatchObject([{ id: made.accountId }]);
  });

  it('is not made while Stripe is down, and is afterwards', async () => {
    const tenant = await newTenant();
    await fault({ kind: 'error_500', method: 'POST', path: '/v1/accounts', times: '3' });
    expect(await codeOf(await make(tenant))).toBe('502 payment_provider_unavailable');
    await answered(await make(tenant), 201);
  });

  it('is refused for a country that Stripe does not serve, which is forgotten then', async () => {
    const tenant = await newTenant();
    const refused = await make(tenant, { country: 'KP' });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/country' }] });
    await answered(await make(tenant, { country: 'FR' }), 201);
  });

  it('needs the right scope, in the mode that Stripe is set up for', async () => {
    const tenant = await newTenant();
    const reader = (await answered<ApiKeyCreated>(await tenant.send('POST', '/api-keys', { kind: 'secret', name: 'r', scopes: ['settings:read'] }), 201)).key;
    const other = (await answered<ApiKeyCreated>(await tenant.send('POST', '/api-keys', { kind: 'secret', name: 'o', scopes: ['bookings:read'] }), 201)).key;
    expect((await tenant.send('GET', '/stripe-account', undefined, reader)).status).toBe(200);
    for (const [method, path, body] of [['POST', '', { country: 'DE' }], ['POST', '/onboarding-links', { collect: 'currently_due' }], ['POST', '/dashboard-links', undefined], ['PUT', '/restricted-key', { key: 'rk_test_12345678' }], ['DELETE', '/restricted-key', undefined]] as const) {
      expect(await codeOf(await tenant.send(method, `/stripe-account${path}`, body, reader)), path).toBe('403 scope_missing');
    }
    expect(await codeOf(await tenant.send('GET', '/stripe-account', undefined, other))).toBe('403 scope_missing');
    expect(await codeOf(await tenant.send('GET', '/readiness', undefined, other))).toBe('403 scope_missing');
    expect(await codeOf(await tenant.send('POST', '/stripe-account', { country: 'DE' }, tenant.liveKey))).toBe('409 stripe_not_set_up');
    expect((await tenant.send('GET', '/readiness', undefined, tenant.liveKey)).status).toBe(200);
  });

  it('is asked about when no event told of a change, by the worker', async () => {
    const tenant = await newTenant();
    const { accountId } = await answered<StripeAccount>(await make(tenant), 201);
    await control('/deliveries/hold');
    await control(`/accounts/${accountId}/onboard`);
    expect((await read(tenant)).state).toBe('onboarding');
    await syncAccount(product.services.connect, tenant.scope, { actor: 'stripe', cause: 'reconciliation', now: product.clock.now() });
    expect((await read(tenant)).state).toBe('active');
    await control('/deliveries/release');
    await expect.poll(async () => (await stripeEventsOf(tenant)).length).toBeGreaterThan(0);
    // The late event told nothing new.
    expect((await eventsOf(tenant)).filter(({ data }) => data.state === 'active')).toHaveLength(1);
  });

  it('keeps the newer of two answers that cross', async () => {
    const tenant = await newTenant();
    const { accountId } = await answered<StripeAccount>(await make(tenant), 201);
    await control('/deliveries/hold');
    const because = { actor: 'stripe', cause: 'test', now: product.clock.now() };
    // The first answer is on its way, and is overtaken by a whole round of another.
    let overtaken = false;
    await syncAccount(slowly(async () => {
      if (overtaken) return;
      overtaken = true;
      await control(`/accounts/${accountId}/onboard`);
      await syncAccount(product.services.connect, tenant.scope, because);
    }), tenant.scope, because);
    expect((await read(tenant)).state).toBe('active');
    await control('/deliveries/release');
  });

  /** The context, with something between an answer of Stripe's and its use. */
  function slowly(between: () => Promise<void>): typeof product.services.connect {
    const { connect } = product.services;
    const { stripe } = connect;
    if (!stripe) throw new Error('Stripe is not set up');
    const accounts = new Proxy(stripe.accounts, {
      get(target, name) {
        if (name !== 'retrieve') return Reflect.get(target, name) as unknown;
        return async (id: string) => {
          const account = await target.retrieve(id);
          await between();
          return account;
        };
      },
    });
    return { ...connect, stripe: new Proxy(stripe, { get: (target, name) => (name === 'accounts' ? accounts : (Reflect.get(target, name) as unknown)) }) };
  }

  it('that has left the platform can’t be charged on, and makes way for a new one', async () => {
    const tenant = await newTenant();
    const before = await answered<StripeAccount>(await make(tenant), 201);
    await control(`/accounts/${before.accountId}/onboard`);
    await expect.poll(async () => (await read(tenant)).state).toBe('active');
    await withTenant(product.database.app, tenant.scope, ({ sql, tenantId }) => sql`update stripe_accounts set account_id = 'acct_gone' where tenant_id = ${tenantId}`);
    await syncAccount(product.services.connect, tenant.scope, { actor: 'stripe', cause: 'account.application.deauthorized', now: product.clock.now() });
    expect(await read(tenant)).toMatchObject({ state: 'restricted', access: 'none', chargesEnabled: false, requirements: { disabledReason: 'platform_access_lost' } });
    expect(await codeOf(await tenant.send('POST', '/stripe-account/onboarding-links', { collect: 'currently_due' }))).toBe('409 stripe_access_lost');
    const { packages } = await answered<Readiness>(await tenant.send('GET', '/readiness'), 200);
    expect(packages.find(({ slug }) => slug === 'paid')?.reasons).toMatchObject([{ code: 'access_lost' }]);
    const after = await answered<StripeAccount>(await make(tenant, { country: 'FR' }), 201);
    expect(after).toMatchObject({ state: 'onboarding', access: 'platform', country: 'FR' });
    expect(after.accountId).not.toBe(before.accountId);
  });

  describe('that can’t take charges', () => {
    it('leaves free packages to customers, without what costs something, and tells the tenant why', async () => {
      const tenant = await newTenant();
      const customer = createCustomer(product, tenant.slug);
      const list = async () => (await answered<PackageList>(await customer.send('GET', '/packages'), 200)).packages;
      const reasons = async () => Object.fromEntries((await answered<Readiness>(await tenant.send('GET', '/readiness'), 200)).packages
        .map(({ slug, isOffered, reasons: because, withheldAddOns }) => [slug, { isOffered, because: because.map(({ code }) => code), withheldAddOns }]));

      expect((await list()).map(({ slug, addOns }) => [slug, addOns.map((addOn) => addOn.slug)])).toEqual([['free', ['leaflet']]]);
      expect(await reasons()).toEqual({
        free: { isOffered: true, because: [], withheldAddOns: ['print'] }, paid: { isOffered: false, because: ['no_stripe_account'], withheldAddOns: [] },
      });
      for (const [method, path, body] of [
        ['GET', '/packages/paid', undefined], ['GET', '/availability?package=paid&from=2027-01-01&to=2027-01-02', undefined], ['POST', '/quotes', { package: 'paid', partySize: 1 }],
        ['POST', '/holds', { package: 'paid', startsAt: '2027-03-01T10:00:00Z', partySize: 1 }], ['GET', '/availability/stream?package=paid', undefined],
      ] as const) expect(await codeOf(await customer.send(method, path, body === undefined ? {} : { body })), path).toBe('404 not_found');
      expect(await (await product.request(`/book/${tenant.slug}?key=pk_test_${tenant.slug}_sample`)).text()).not.toMatch(/"slug":"paid"|stripe_account|onboard/);
      const [start = ''] = await customer.listStarts('free');
      const free = await customer.book(await customer.hold('free', start));
      expect(free.booking.status).toBe('confirmed');

      const { accountId } = await answered<StripeAccount>(await make(tenant), 201);
      expect((await reasons())['paid']).toEqual({ isOffered: false, because: ['onboarding_unfinished'], withheldAddOns: [] });
      await control(`/accounts/${accountId}/onboard`);
      await expect.poll(async () => (await list()).map(({ slug, addOns }) => [slug, addOns.length])).toEqual([['free', 2], ['paid', 0]]);
      const [paidStart = ''] = await customer.listStarts('paid');
      const booked = await customer.book(await customer.hold('paid', paidStart));
      await customer.pay(booked);
      await customer.readUntil(booked, ({ status }) => status === 'confirmed');

      // Stripe takes card payments away again.
      await product.services.connect.stripe?.accounts.update(accountId ?? '', { capabilities: { card_payments: { requested: false } } });
      await expect.poll(async () => (await list()).map(({ slug }) => slug)).toEqual(['free']);
      expect((await reasons())['paid']).toMatchObject({ because: ['charges_disabled'] });
      expect(await read(tenant)).toMatchObject({ state: 'restricted', chargesEnabled: false, payoutsEnabled: true });
    });

    it('refuses the payment of a time that was held before', async () => {
      const tenant = await newTenant();
      const customer = createCustomer(product, tenant.slug);
      const { accountId } = await answered<StripeAccount>(await make(tenant), 201);
      await control(`/accounts/${accountId}/onboard`);
      await expect.poll(async () => (await customer.send('GET', '/packages/paid')).status).toBe(200);
      const [start = ''] = await customer.listStarts('paid');
      const hold = await customer.hold('paid', start);
      await product.services.connect.stripe?.accounts.update(accountId ?? '', { capabilities: { card_payments: { requested: false } } });
      await expect.poll(async () => (await customer.send('GET', '/packages/paid')).status).toBe(404);
      const response = await customer.send('POST', '/bookings', {
        headers: { 'idempotency-key': 'late' }, body: { holdId: hold.id, holdToken: hold.token, customer: { name: 'Ana', email: 'ana@example.com' } },
      });
      expect(await codeOf(response)).toBe('409 payments_unavailable');
    });
  });

  describe('the dashboard', () => {
    it('opens once the account is onboarded', async () => {
      const tenant = await newTenant();
      const open = () => tenant.send('POST', '/stripe-account/dashboard-links');
      expect(await codeOf(await open())).toBe('409 stripe_account_missing');
      const { accountId } = await answered<StripeAccount>(await make(tenant), 201);
      expect(await codeOf(await open())).toBe('409 stripe_account_not_onboarded');
      await control(`/accounts/${accountId}/onboard`);
      await expect.poll(async () => (await read(tenant)).state).toBe('active');
      expect(await answered<{ url: string }>(await open(), 201)).toMatchObject({ url: expect.stringContaining(String(accountId)) as string });
    });
  });

  it('is not made in another tenant’s name', async () => {
    const [one, other] = await Promise.all([newTenant(), newTenant()]);
    await answered(await make(one), 201);
    expect(await read(other)).toMatchObject({ state: 'none' });
    await createAccount(product.services.connect, other.scope, { country: 'DE', email: null }, { actor: 'test', cause: 'test', now: product.clock.now() });
    expect((await read(other)).accountId).not.toBe((await read(one)).accountId);
  });

  interface ToldEvent {
    readonly type: string;
    readonly data: { readonly state?: string };
  }
  async function eventsOf({ scope }: { scope: TenantScope }): Promise<ToldEvent[]> {
    return withTenant(product.database.app, scope, ({ sql, tenantId }) => sql<ToldEvent[]>`select type, data from events where tenant_id = ${tenantId} and type = 'account.updated' order by id`);
  }
  async function stripeEventsOf({ scope }: { scope: TenantScope }): Promise<readonly unknown[]> {
    return withTenant(product.database.app, scope, ({ sql, tenantId }) => sql`select id from stripe_events where tenant_id = ${tenantId}`);
  }
});

async function read(tenant: ConnectTenant): Promise<StripeAccount> {
  return answered<StripeAccount>(await tenant.send('GET', '/stripe-account'), 200);
}

function make(tenant: ConnectTenant, body: unknown = { country: 'DE' }): Promise<Response> {
  return tenant.send('POST', '/stripe-account', body);
}

async function codeOf(response: Response): Promise<string> {
  const { code } = (await response.json()) as { code: string };
  return `${response.status} ${code}`;
}
