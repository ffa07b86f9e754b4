import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caught } from '../testing/caught.ts';
import { libraryFor, PAYMENT, startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';

let emulator: TestEmulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startTestEmulator();
  ({ stripe } = emulator);
});
afterAll(() => emulator.close());

/** Express dashboard, the account pays Stripe's fees and Stripe bears the losses. */
const CONTROLLED: Stripe.AccountCreateParams = {
  business_profile: { name: 'Bella Weddings', url: 'https://bella.example' },
  capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
  controller: { fees: { payer: 'account' }, losses: { payments: 'stripe' }, stripe_dashboard: { type: 'express' } },
  country: 'DE',
  email: 'bella@example.com',
};

describe('an account', () => {
  test('begins unable to charge, with what is due', async () => {
    const account = await stripe.accounts.create(CONTROLLED);
    expect(account).toMatchObject({
      business_profile: { name: 'Bella Weddings' },
      capabilities: { card_payments: 'inactive', transfers: 'inactive' },
      charges_enabled: false,
      controller: { fees: { payer: 'account' }, losses: { payments: 'stripe' }, requirement_collection: 'stripe', stripe_dashboard: { type: 'express' } },
      country: 'DE',
      default_currency: 'eur',
      details_submitted: false,
      payouts_enabled: false,
      requirements: { disabled_reason: 'requirements.past_due' },
      type: 'none',
    });
    expect(account.requirements?.currently_due).toContain('external_account');
    expect(await stripe.accounts.retrieve(account.id)).toEqual(account);
  });

  test('is controlled as its type of old says', async () => {
    const { controller, type } = await stripe.accounts.create({ type: 'express', country: 'US' });
    expect({ controller, type }).toMatchObject({ type: 'express', controller: { fees: { payer: 'application_express' }, losses: { payments: 'application' } } });
  });

  test.each([
    [{ ...CONTROLLED, type: 'express' as const }, 'type'],
    [{ ...CONTROLLED, controller: { losses: { payments: 'application' as const } } }, 'controller[fees][payer]'],
    [{ country: 'KP' }, 'country'],
  ])('is refused for %j', async (parameters, param) => {
    expect(await caught(stripe.accounts.create(parameters))).toMatchObject({ statusCode: 400, param });
  });

  test('is changed and listed', async () => {
    const { id } = await stripe.accounts.create(CONTROLLED);
    const changed = await stripe.accounts.update(id, { business_profile: { url: 'https://new.example' }, metadata: { tenant: 't_1' } });
    expect(changed).toMatchObject({ business_profile: { name: 'Bella Weddings', url: 'https://new.example' }, metadata: { tenant: 't_1' } });
    expect((await stripe.accounts.list({ limit: 1 })).data[0]?.id).toBe(id);
    const { data } = await stripe.events.list({ type: 'account.updated' }, { stripeAccount: id });
    expect(data[0]).toMatchObject({ account: id, data: { previous_attributes: { metadata: {} } } });
  });

  test('shows and asks for capabilities', async () => {
    const { id } = await stripe.accounts.create({ type: 'express', country: 'US' });
    expect(await stripe.accounts.retrieveCapability(id, 'card_payments')).toMatchObject({ status: 'unrequested', requested: false });
    await stripe.accounts.updateCapability(id, 'card_payments', { requested: true });
    expect((await stripe.accounts.listCapabilities(id)).data).toMatchObject([{ id: 'card_payments', status: 'inactive', requested: true }]);
    await emulator.control('POST', `/accounts/${id}/onboard`);
    expect(await stripe.accounts.retrieveCapability(id, 'card_payments')).toMatchObject({ status: 'active' });
    expect((await stripe.accounts.retrieve(id)).charges_enabled).toBe(true);
  });

  test('sees itself and no other', async () => {
    const [mine, other] = [await emulator.connectedAccount(), await emulator.connectedAccount()];
    expect((await stripe.accounts.retrieveCurrent({}, mine)).id).toBe(mine.stripeAccount);
    expect(await caught(stripe.accounts.retrieve(other.stripeAccount, {}, mine))).toMatchObject({ statusCode: 403 });
  });
});

describe('onboarding', () => {
  test('is clicked through on a page, after which the account can charge', async () => {
    const { id } = await stripe.accounts.create(CONTROLLED);
    const url = await linkFor(id);
    const page = await fetch(url);
    expect(await page.text()).toContain('Bella Weddings');
    const done = await choose(url, 'complete');
    expect([done.status, done.headers.get('location')]).toEqual([303, `${emulator.url}/return`]);
    const account = await stripe.accounts.retrieve(id);
    expect(account).toMatchObject({ charges_enabled: true, details_submitted: true, payouts_enabled: true, capabilities: { card_payments: 'active' }, requirements: { currently_due: [], disabled_reason: null } });
    const [event] = (await stripe.events.list({ type: 'account.updated' }, { stripeAccount: id })).data;
    expect(event).toMatchObject({ account: id, data: { object: { charges_enabled: true }, previous_attributes: { charges_enabled: false, details_submitted: false } } });
    expect((await stripe.paymentIntents.create({ ...PAYMENT, currency: 'eur' }, { stripeAccount: id })).status).toBe('requires_payment_method');
  });

  test('may be left, and its link works once and for five minutes', async () => {
    const { id } = await stripe.accounts.create(CONTROLLED);
    const url = await linkFor(id);
    expect((await choose(url, 'leave')).headers.get('location')).toBe(`${emulator.url}/return`);
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(false);
    expect((await choose(url, 'complete')).headers.get('location')).toBe(`${emulator.url}/refresh`);
    const late = await linkFor(id);
    await emulator.control('POST', '/clock/advance', { seconds: '301' });
    expect((await fetch(late, { redirect: 'manual' })).headers.get('location')).toBe(`${emulator.url}/refresh`);
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(false);
  });
});

test('an account with a known id is made once, ready to charge', async () => {
  const form = { id: 'acct_harborkayaks', country: 'NZ', business_name: 'Harbor Kayaks' };
  const [first, second] = [await emulator.control('POST', '/accounts', form), await emulator.control('POST', '/accounts', form)];
  expect(first).toMatchObject({ id: 'acct_harborkayaks', charges_enabled: true, default_currency: 'nzd', controller: { fees: { payer: 'account' } } });
  expect(second).toEqual(first);
});

test('what belongs to one account is found under no other', async () => {
  const [mine, other] = [await emulator.connectedAccount(), await emulator.connectedAccount()];
  const intent = await stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_visa', confirm: true, expand: ['latest_charge'] }, mine);
  const charge = intent.latest_charge as Stripe.Charge;
  const refund = await stripe.refunds.create({ charge: charge.id, amount: 100 }, mine);
  const [event] = (await stripe.events.list({ limit: 1 }, mine)).data;
  for (const options of [other, undefined]) {
    const lookups = [
      stripe.paymentIntents.retrieve(intent.id, {}, options),
      stripe.paymentIntents.confirm(intent.id, {}, options),
      stripe.paymentIntents.cancel(intent.id, {}, options),
      stripe.paymentIntents.update(intent.id, { amount: 5000 }, options),
      stripe.paymentMethods.retrieve(String(intent.payment_method), {}, options),
      stripe.charges.retrieve(charge.id, {}, options),
      stripe.refunds.retrieve(refund.id, {}, options),
      stripe.balanceTransactions.retrieve(String(charge.balance_transaction), {}, options),
      stripe.events.retrieve(event?.id ?? '', {}, options),
      stripe.charges.list({ payment_intent: intent.id }, options),
    ];
    for (const lookup of lookups) expect(await caught(lookup)).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    for (const list of [stripe.paymentIntents.list({}, options), stripe.charges.list({}, options), stripe.refunds.list({}, options)]) expect((await list).data).toEqual([]);
  }
});

async function linkFor(id: string): Promise<string> {
  const link = await stripe.accountLinks.create({ account: id, type: 'account_onboarding', refresh_url: `${emulator.url}/refresh`, return_url: `${emulator.url}/return` });
  expect(link).toMatchObject({ object: 'account_link', expires_at: link.created + 300 });
  return link.url;
}

function choose(url: string, action: string): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams({ action }), redirect: 'manual' });
}

describe('the Express dashboard', () => {
  test('opens by a link once the account is onboarded', async () => {
    const { id } = await stripe.accounts.create(CONTROLLED);
    expect(await caught(stripe.accounts.createLoginLink(id))).toMatchObject({ statusCode: 400 });
    await fetch(`${emulator.url}/_emulator/accounts/${id}/onboard`, { method: 'POST' });
    expect(await stripe.accounts.createLoginLink(id)).toMatchObject({ object: 'login_link', url: expect.stringContaining(id) as string });
    const standard = await stripe.accounts.create({ country: 'DE' });
    expect(await caught(stripe.accounts.createLoginLink(standard.id))).toMatchObject({ statusCode: 400 });
  });
});

describe('a restricted key', () => {
  test('reads its own account, and nothing else', async () => {
    const { id } = await stripe.accounts.create(CONTROLLED);
    const own = libraryFor(emulator.port, id.replace('acct_', 'rk_test_'));
    expect((await own.accounts.retrieveCurrent()).id).toBe(id);
    expect(await caught(own.accounts.update(id, { email: 'other@example.com' }))).toMatchObject({ statusCode: 403 });
    expect(await caught(own.balance.retrieve({}, { stripeAccount: 'acct_other' }))).toMatchObject({ statusCode: 403 });
    expect(await caught(libraryFor(emulator.port, 'rk_test_nobody').accounts.retrieveCurrent())).toMatchObject({ statusCode: 401 });
  });
});
