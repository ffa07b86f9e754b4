import { Writable } from 'node:stream';
import type { StripeAccount } from '@mais/contract';
import { pino } from 'pino';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../app.ts';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { answered } from '../../testing/booking-steps.ts';
import { createConnectTenant, type ConnectTenant } from '../../testing/connect-fixture.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { syncAccount } from './index.ts';

describe('a tenant’s restricted key', () => {
  let product: ProductFixture;
  let tenant: ConnectTenant;
  let accountId: string;
  let key: string;
  let app: ReturnType<typeof createApp>;
  const lines: string[] = [];
  beforeAll(async () => {
    product = await createProductFixture();
    // The same product, writing down every word of its log.
    const log = pino({ level: 'trace' }, new Writable({ write: (chunk: Buffer, _, done) => { lines.push(chunk.toString()); done(); } }));
    const connect = { ...product.services.connect, log };
    app = createApp({ ...product.services, log, connect }, { assets: { widget: null, sdk: null, files: new Map() } as never });
    tenant = await createConnectTenant(product);
    accountId = (await answered<StripeAccount>(await tenant.send('POST', '/stripe-account', { country: 'DE' }), 201)).accountId ?? '';
    key = accountId.replace('acct_', 'rk_test_');
  });
  afterAll(() => product.close());

  /** Like `tenant.send`, through the app that keeps its log. */
  async function put(body: unknown): Promise<{ status: number; text: string }> {
    const { key: secret } = await secretKey();
    const response = await app.request('/api/v1/tenant/stripe-account/restricted-key', {
      method: 'PUT', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }, body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }
  let made: { key: string } | null = null;
  async function secretKey(): Promise<{ key: string }> {
    made ??= await answered<{ key: string }>(await tenant.send('POST', '/api-keys', { kind: 'secret', name: 'k', scopes: ['settings:read', 'settings:write'] }), 201);
    return made;
  }

  it('is kept, shown as a hint, and stands nowhere in the clear', async () => {
    const { status, text } = await put({ key });
    expect(status, text).toBe(200);
    expect((JSON.parse(text) as StripeAccount).restrictedKey).toEqual({ hint: `rk_test_…${key.slice(-4)}`, setAt: product.clock.now().toISOString() });
    expect(text).not.toContain(key);
    expect(await (await tenant.send('GET', '/stripe-account')).text()).not.toContain(key);

    // As a superuser, who sees every row of every table, whatever its type.
    const owner = postgres(product.database.ownerUrl, { max: 1 });
    const tables = await owner<{ name: string }[]>`select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema in ('public', 'pgboss', 'limits') and table_type = 'BASE TABLE'`;
    const found: string[] = [];
    await owner.begin(async (sql) => {
      await sql`select set_config('app.tenant_id', ${tenant.scope.tenantId}, true)`;
      for (const { name } of tables) {
        const [row] = await sql.unsafe<{ hits: number; rows: number }[]>(`select count(*) filter (where position($1 in t::text) > 0 or position(encode(convert_to($1, 'UTF8'), 'hex') in t::text) > 0)::int as hits, count(*)::int as rows from ${name} t`, [key]);
        if ((row?.hits ?? 0) > 0) found.push(name);
        if (name === 'public.stripe_restricted_keys') expect(row?.rows).toBeGreaterThan(0);
      }
    });
    await owner.end();
    expect(found).toEqual([]);
  });

  it('is opened by the application alone, and in its own place', async () => {
    const { secrets } = product.services;
    const opened = await withTenant(product.services.app, tenant.scope, async (tx) => {
      const [row] = await tx.sql<{ sealed: Buffer }[]>`select sealed_key as sealed from stripe_restricted_keys where tenant_id = ${tx.tenantId}`;
      return secrets.openSecret(tx, { table: 'stripe_restricted_keys', column: 'sealed_key', row: 'test' }, row?.sealed ?? Buffer.alloc(0));
    });
    expect(opened).toBe(key);
    await expect(product.services.platform`select sealed_key from stripe_restricted_keys`).rejects.toMatchObject({ code: '42501' });
  });

  it('is refused when it is of another account, another mode, unknown or no such key, without being repeated', async () => {
    const other = await createConnectTenant(product);
    const foreign = (await answered<StripeAccount>(await other.send('POST', '/stripe-account', { country: 'DE' }), 201)).accountId?.replace('acct_', 'rk_test_') ?? '';
    for (const wrong of [foreign, 'rk_test_nobodyknowsthisone', 'rk_live_51abcdefghijklmnop', 'sk_test_51abcdefghijklmnop', 'rk_test_ 51abcdefghijklmnop', '']) {
      const { status, text } = await put({ key: wrong });
      expect([status, JSON.parse(text)], wrong).toMatchObject([422, { code: 'invalid_request', errors: [{ pointer: '/key' }] }]);
      if (wrong !== '') expect(text).not.toContain(wrong);
    }
    expect((await put({})).status).toBe(422);
    expect(await answered<StripeAccount>(await tenant.send('GET', '/stripe-account'), 200)).toMatchObject({ restrictedKey: { hint: `rk_test_…${key.slice(-4)}` } });
  });

  it('is not refused for good while Stripe is down', async () => {
    await fetch(`${product.emulator.url}/_emulator/faults`, { method: 'POST', body: new URLSearchParams({ kind: 'error_500', path: '/v1/account', times: '3' }) });
    expect((await put({ key })).status).toBe(502);
    expect((await put({ key })).status).toBe(200);
  });

  it('reads the account when the platform no longer reaches it, and charges nothing', async () => {
    // Stripe's answer to the platform is that of an account that has left; to the account's own key it is the account.
    const { connect } = product.services;
    const stripe = connect.stripe as NonNullable<typeof connect.stripe>;
    const leaving = { ...connect, stripe: new Proxy(stripe, { get: (target, name) => (name === 'accounts' ? { retrieve: () => target.accounts.retrieve('acct_gone') } : (Reflect.get(target, name) as unknown)) }) };
    const because = { actor: 'stripe', cause: 'account.application.deauthorized', now: product.clock.now() };
    await fetch(`${product.emulator.url}/_emulator/accounts/${accountId}/onboard`, { method: 'POST' });
    await expect.poll(async () => (await answered<StripeAccount>(await tenant.send('GET', '/stripe-account'), 200)).state).toBe('active');
    await syncAccount(leaving, tenant.scope, because);
    expect(await answered<StripeAccount>(await tenant.send('GET', '/stripe-account'), 200)).toMatchObject({ access: 'restricted_key', state: 'restricted', chargesEnabled: false, payoutsEnabled: true });
  });

  it('is gone when it is removed, once and again', async () => {
    expect((await tenant.send('DELETE', '/stripe-account/restricted-key')).status).toBe(204);
    expect((await tenant.send('DELETE', '/stripe-account/restricted-key')).status).toBe(204);
    expect(await answered<StripeAccount>(await tenant.send('GET', '/stripe-account'), 200)).toMatchObject({ restrictedKey: null });
    const actions = await withTenant(product.services.app, tenant.scope, ({ sql, tenantId }) => sql`select action from audit_log where tenant_id = ${tenantId} and action like 'stripe_account.restricted%' order by id`);
    expect(actions.map(({ action }) => action as string)).toEqual(['stripe_account.restricted_key_set', 'stripe_account.restricted_key_set', 'stripe_account.restricted_key_removed']);
  });

  it('has never stood in the log, nor in an event', async () => {
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.filter((line) => /rk_(?:test|live)_\w{8}/.test(line))).toEqual([]);
    const events = await withTenant(product.services.app, tenant.scope, ({ sql, tenantId }) => sql<{ data: unknown }[]>`select data from events where tenant_id = ${tenantId}`);
    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify(events)).not.toContain('rk_test');
  });
});
