import type { StripeAccount } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccounts } from '../../jobs/check-accounts.ts';
import { answered } from '../../testing/booking-steps.ts';
import { createConnectTenant, type ConnectTenant } from '../../testing/connect-fixture.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { createAccount, paymentDomainsOf } from './index.ts';
import type { Services } from '../../services.ts';

describe('the domains of an account', () => {
  let product: ProductFixture;
  beforeAll(async () => {
    product = await createProductFixture();
  });
  afterAll(() => product.close());

  const withDomains = (...paymentDomains: string[]): Services => ({ ...product.services, connect: { ...product.services.connect, paymentDomains } });
  const fault = (form: Record<string, string>) => fetch(`${product.emulator.url}/_emulator/faults`, { method: 'POST', body: new URLSearchParams(form) });
  async function newAccount(services: Services): Promise<{ tenant: ConnectTenant; accountId: string }> {
    const tenant = await createConnectTenant(product);
    const { account } = await createAccount(services.connect, tenant.scope, { country: 'DE', email: null }, { actor: 'test', cause: 'test', now: product.clock.now() });
    return { tenant, accountId: account.accountId };
  }
  const atStripe = async (accountId: string) => (await product.services.connect.stripe?.paymentMethodDomains.list({}, { stripeAccount: accountId }))?.data.map(({ domain_name: name }) => name);

  it('are those of the pages that hold a card form, where Stripe can register them', () => {
    expect(paymentDomainsOf(['https://book.example.com', 'https://api.example.com', 'https://book.example.com:8443'])).toEqual(['book.example.com', 'api.example.com']);
    expect(paymentDomainsOf(['http://127.0.0.1:8787', 'http://localhost:3000', 'http://[::1]:80'])).toEqual([]);
  });

  it('are registered by the worker, once', async () => {
    const services = withDomains('book.example.com', 'pay.example.com');
    const { tenant, accountId } = await newAccount(services);
    expect(await domains(tenant)).toMatchObject([{ domain: 'book.example.com', state: 'pending' }, { domain: 'pay.example.com', state: 'pending' }]);
    await Promise.all([checkAccounts(services), checkAccounts(services)]);
    expect(await domains(tenant)).toEqual(['book.example.com', 'pay.example.com'].map((domain) => ({ domain, state: 'active', inactiveMethods: [], problem: null, nextTryAt: null })));
    expect((await atStripe(accountId))?.toSorted()).toEqual(['book.example.com', 'pay.example.com']);
    await checkAccounts(services);
    expect(await atStripe(accountId)).toHaveLength(2);
  });

  it('are tried again, later and later, while Stripe is down; and found when the answer was lost', async () => {
    const services = withDomains('late.example.com');
    const { tenant, accountId } = await newAccount(services);
    await fault({ kind: 'error_500', path: '/v1/payment_method_domains', times: '3' });
    await checkAccounts(services);
    const [first] = await domains(tenant);
    expect(first).toMatchObject({ state: 'pending', problem: 'Stripe did not answer.' });
    const waitMs = Date.parse(first?.nextTryAt ?? '') - product.clock.now().getTime();
    await checkAccounts(services);
    expect(await atStripe(accountId)).toEqual([]);
    product.clock.advance(waitMs + 1);
    await fault({ kind: 'timeout_after_success', method: 'POST', path: '/v1/payment_method_domains', delay_ms: '1', times: '3' });
    await checkAccounts(services);
    const [second] = await domains(tenant);
    expect(Date.parse(second?.nextTryAt ?? '') - product.clock.now().getTime()).toBe(2 * waitMs);
    expect(await atStripe(accountId)).toEqual(['late.example.com']);
    product.clock.advance(2 * waitMs + 1);
    await checkAccounts(services);
    expect(await domains(tenant)).toMatchObject([{ state: 'active', problem: null, nextTryAt: null }]);
    expect(await atStripe(accountId)).toHaveLength(1);
  });

  it('with a wallet that is inactive are looked at again', async () => {
    const services = withDomains('unverified.example.com');
    const { tenant } = await newAccount(services);
    await checkAccounts(services);
    const [domain] = await domains(tenant);
    expect(domain).toMatchObject({ state: 'incomplete', inactiveMethods: ['apple_pay'], problem: 'The domain could not be verified with Apple.' });
    product.clock.advance(61_000);
    await checkAccounts(services);
    expect(await domains(tenant)).toMatchObject([{ state: 'active', inactiveMethods: [], problem: null }]);
  });

  it('that Stripe refuses say why', async () => {
    const services = withDomains('not_a_domain.example');
    const { tenant } = await newAccount(services);
    await checkAccounts(services);
    expect(await domains(tenant)).toMatchObject([{ state: 'refused', problem: 'not_a_domain.example is not a valid domain name.', nextTryAt: expect.any(String) as string }]);
  });

  it('follow the pages to another address', async () => {
    const { tenant } = await newAccount(withDomains('old.example.com'));
    await checkAccounts(withDomains('old.example.com'));
    product.clock.advance(6 * 60_000);
    const moved = withDomains('new.example.com');
    await checkAccounts(moved);
    expect(await domains(tenant)).toMatchObject([{ domain: 'new.example.com', state: 'active' }, { domain: 'old.example.com', state: 'active' }]);
  });

  it('and the account itself: what no event told is found by the worker', async () => {
    const { tenant, accountId } = await newAccount(product.services);
    const control = (path: string) => fetch(`${product.emulator.url}/_emulator${path}`, { method: 'POST' });
    await control('/deliveries/hold');
    await control(`/accounts/${accountId}/onboard`);
    const state = async () => (await answered<StripeAccount>(await tenant.send('GET', '/stripe-account'), 200)).state;
    await checkAccounts(product.services);
    expect(await state()).toBe('onboarding');
    product.clock.advance(5 * 60_000);
    // One account that fails doesn't keep the others.
    await fault({ kind: 'error_500', path: '/v1/accounts', times: '3' });
    await checkAccounts(product.services);
    await checkAccounts(product.services);
    expect(await state()).toBe('active');
    await control('/deliveries/release');
  });
});

async function domains(tenant: ConnectTenant): Promise<StripeAccount['paymentMethodDomains']> {
  return (await answered<StripeAccount>(await tenant.send('GET', '/stripe-account'), 200)).paymentMethodDomains;
}
