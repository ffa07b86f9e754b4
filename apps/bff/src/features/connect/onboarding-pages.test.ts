import type { OnboardingLink, StripeAccount } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered } from '../../testing/booking-steps.ts';
import { createConnectTenant, type ConnectTenant } from '../../testing/connect-fixture.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { nameRequirements } from './requirement-names.ts';

const DAY_MS = 86_400_000;

describe('the addresses of onboarding', () => {
  let product: ProductFixture;
  let tenant: ConnectTenant;
  let accountId: string;
  beforeAll(async () => {
    product = await createProductFixture();
    tenant = await createConnectTenant(product);
  });
  afterAll(() => product.close());

  const link = async (collect = 'currently_due') => answered<OnboardingLink>(await tenant.send('POST', '/stripe-account/onboarding-links', { collect }), 201);
  async function control(path: string, form: Record<string, string> = {}): Promise<void> {
    const response = await fetch(`${product.emulator.url}/_emulator${path}`, { method: 'POST', body: new URLSearchParams(form) });
    if (!response.ok) throw new Error(await response.text());
  }

  async function tellLocale(locale: string): Promise<void> {
    await product.services.app.begin(async (sql) => {
      await sql`select set_config('app.tenant_id', ${tenant.scope.tenantId}, true)`;
      await sql`update tenants set locale = ${locale} where id = ${tenant.scope.tenantId}`;
    });
  }

  it('are given only where there is an account, and for good input', async () => {
    const response = await tenant.send('POST', '/stripe-account/onboarding-links', { collect: 'currently_due' });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: 'stripe_account_missing' });
    accountId = (await answered<StripeAccount>(await tenant.send('POST', '/stripe-account', { country: 'DE' }), 201)).accountId ?? '';
    expect((await tenant.send('POST', '/stripe-account/onboarding-links', { collect: 'everything' })).status).toBe(422);
    expect((await tenant.send('POST', '/stripe-account/onboarding-links', {})).status).toBe(422);
  });

  it('lead to Stripe, once for Stripe’s own and each time for ours', async () => {
    const { url, startUrl, expiresAt } = await link();
    expect(url).toContain(`${product.emulator.url}/setup/`);
    expect(Date.parse(expiresAt)).toBeGreaterThan(product.clock.now().getTime());
    const [one, two] = [await visit(startUrl), await visit(startUrl)];
    expect([one.status, two.status]).toEqual([302, 302]);
    expect(one.headers.get('location')).not.toBe(two.headers.get('location'));
    expect(one.headers.get('referrer-policy')).toBe('no-referrer');
    // The second visit of Stripe's own link comes to ours, which makes a new one.
    await press(url, 'leave');
    const again = (await visit(url)).headers.get('location') ?? '';
    expect(again).toBe(startUrl);
    expect((await visit((await visit(again)).headers.get('location') ?? '')).status).toBe(200);
  });

  it('come back to a page that says what is missing, and leads on', async () => {
    const back = await press((await link()).url, 'leave');
    const response = await visit(back);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain('<h1>Almost there</h1>');
    expect(page).toContain(`Business ${tenant.slug}`);
    expect(page).toContain('A bank account for payouts');
    const [, href] = /class="action" href="([^"]+)"/.exec(page) ?? [];
    expect((await visit(href ?? '')).status).toBe(302);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'.*require-trusted-types-for 'script'/);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('speak the browser’s language, and else the tenant’s own', async () => {
    const back = await press((await link()).url, 'leave');
    const arabic = await readIn(back, 'xx, ar;q=0.8, de;q=0.5');
    expect(arabic).toMatch(/<html lang="ar[^"]*" dir="rtl">/);
    expect(arabic).toContain('<h1>أوشكت على الانتهاء</h1>');
    expect(arabic).toContain('حساب مصرفي لاستلام التحويلات');
    expect(await readIn(back, 'ja')).toContain('data-later="再確認するには、このページを再読み込みしてください。"');
    await tellLocale('de');
    expect(await readIn(back, 'fi')).toMatch(/<html lang="de-DE" dir="ltr">[\s\S]*<h1>Fast geschafft<\/h1>/);
    expect(await readIn(back.slice(0, -3), 'fr-CA')).toMatch(/<html lang="fr-CA" dir="ltr">[\s\S]*Ce lien est incomplet/);
    await tellLocale('en');
  });

  it('don’t take the way back for an end, and know the end before the webhook does', async () => {
    await control('/deliveries/hold');
    const before = await link();
    const [, address = '', mark] = /data-url="([^"]+)" data-mark="([^"]+)"/.exec(await (await visit(await press((await link()).url, 'leave'))).text()) ?? [];
    const watched = address.replaceAll('&amp;', '&');
    expect(await (await visit(watched)).json()).toEqual({ mark });
    const page = await (await visit(await press(before.url, 'complete'))).text();
    expect(page).toContain('<h1>You can take payments</h1>');
    expect(page).not.toContain('data-mark');
    expect(((await (await visit(watched)).json()) as { mark: string }).mark).not.toBe(mark);
    await control('/deliveries/release');
    expect(await answered<StripeAccount>(await tenant.send('GET', '/stripe-account'), 200)).toMatchObject({ state: 'active' });
  });

  it('show what is known while Stripe is down, and offer to try again', async () => {
    const { startUrl } = await link();
    const returnUrl = startUrl.replace('/connect/start', '/connect/return');
    await control('/faults', { kind: 'error_500', path: '/v1/account', times: '3' });
    expect(await (await visit(returnUrl)).text()).toContain('<h1>You can take payments</h1>');
    await control('/faults', { kind: 'error_500', path: '/v1/account_links', times: '3' });
    const response = await visit(startUrl);
    expect(response.status).toBe(503);
    expect(await response.text()).toMatch(/Stripe can’t be reached[\s\S]+Try again/);
    expect((await visit(startUrl)).status).toBe(302);
  });

  it('are nothing without a token of ours, and say so when it has ended', async () => {
    const { startUrl } = await link();
    const [base = '', token = ''] = startUrl.split('?token=');
    const [body = '', mac = ''] = token.split('.');
    const other = Buffer.from(JSON.stringify({ claims: { tenantId: tenant.scope.tenantId, livemode: true, collect: 'currently_due' }, until: Date.now() + DAY_MS })).toString('base64url');
    for (const path of ['start', 'return', 'state']) {
      const address = base.replace('start', path);
      for (const query of ['', '?token=', `?token=${body}`, `?token=${body}.${mac.slice(1)}x`, `?token=${other}.${mac}`, `?token=${token}&token=${token}`, '?token=%00', '?token=__proto__.x']) {
        const response = await visit(`${address}${query}`);
        expect(response.status, `${path}${query}`).toBe(404);
        expect(await response.text()).toContain('This link is not complete');
      }
    }
    product.clock.advance(8 * DAY_MS);
    for (const path of ['start', 'return', 'state']) {
      const response = await visit(startUrl.replace('start', path));
      expect(response.status, path).toBe(410);
      expect(await response.text()).toContain('This link has expired');
    }
  });

  it('made by following another one end with it', async () => {
    const { startUrl } = await link();
    product.clock.advance(6 * DAY_MS);
    const setup = (await visit(startUrl)).headers.get('location') ?? '';
    const back = await press(setup, 'leave');
    expect((await visit(back)).status).toBe(200);
    product.clock.advance(2 * DAY_MS);
    expect((await visit(back)).status).toBe(410);
  });

  it('say that an account is gone', async () => {
    const { startUrl } = await link();
    await product.services.app.begin(async (sql) => {
      await sql`select set_config('app.tenant_id', ${tenant.scope.tenantId}, true)`;
      await sql`update stripe_accounts set account_id = 'acct_gone', version = version + 1 where account_id = ${accountId}`;
    });
    expect(await (await visit(startUrl.replace('start', 'return'))).text()).toContain('The Stripe account is not connected');
    expect((await visit(startUrl)).status).toBe(409);
  });
});

async function readIn(url: string, accepted: string): Promise<string> {
  return (await fetch(url, { headers: { 'accept-language': accepted } })).text();
}

function visit(url: string): Promise<Response> {
  return fetch(url, { redirect: 'manual' });
}

/** What a person does on Stripe's page; returns where it leads. */
async function press(url: string, action: 'complete' | 'leave'): Promise<string> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ action }), redirect: 'manual' });
  return response.headers.get('location') ?? '';
}

describe('requirements', () => {
  it('are named for people, each once, whatever Stripe adds', () => {
    expect(nameRequirements(['tos_acceptance.date', 'tos_acceptance.ip', 'external_account', 'individual.verification.document', 'person_1abc.dob.day', 'brand_new'])).toEqual([
      'due.terms', 'due.bankAccount', 'due.identity', 'due.person', 'due.other',
    ]);
  });
});
