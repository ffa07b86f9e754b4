import { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caught } from '../testing/caught.ts';
import { PAYMENT, startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';

let emulator: TestEmulator;
let stripe: Stripe;
let account: { stripeAccount: string };

beforeAll(async () => {
  emulator = await startTestEmulator();
  ({ stripe } = emulator);
  account = await emulator.connectedAccount();
});
afterAll(() => emulator.close());

interface Saved {
  readonly customer: string;
  readonly payment_method: string;
}

/** Pays a deposit with the customer there, and keeps its card for the balance. */
async function depositWith(card: string): Promise<Saved> {
  const customer = await stripe.customers.create({ email: 'ada@example.com' }, account);
  const created = await stripe.paymentIntents.create(
    { ...PAYMENT, customer: customer.id, setup_future_usage: 'off_session', payment_method: card, confirm: true, return_url: 'https://example.com' },
    account,
  );
  await passAuthentication(created);
  const paid = await stripe.paymentIntents.retrieve(created.id, {}, account);
  expect(paid).toMatchObject({ status: 'succeeded', setup_future_usage: 'off_session', customer: customer.id });
  return { customer: customer.id, payment_method: String(paid.payment_method) };
}

async function passAuthentication(intent: Stripe.PaymentIntent): Promise<void> {
  const address = intent.next_action?.redirect_to_url?.url;
  if (address === null || address === undefined) return;
  const body = new URLSearchParams(new URL(address).searchParams);
  body.set('outcome', 'complete');
  await fetch(`${emulator.url}/js/authenticate`, { method: 'POST', body, headers: { origin: emulator.url } });
}

function chargeOffSession(saved: Saved): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({ ...PAYMENT, ...saved, amount: 20_000, application_fee_amount: 200, off_session: true, confirm: true }, account);
}

describe('a payment while the customer is away', () => {
  test.each([
    ['pm_card_visa', 'that asks for nothing'],
    ['pm_card_authenticationRequiredOnSetup', 'that asked for 3DS when it was set up'],
    ['pm_card_authenticationRequiredSetupForOffSession', 'that never asks then'],
  ])('succeeds with %s, a card %s', async (card) => {
    const saved = await depositWith(card);
    expect((await stripe.paymentMethods.retrieve(saved.payment_method, {}, account)).customer).toBe(saved.customer);
    const balance = await chargeOffSession(saved);
    expect(balance).toMatchObject({ status: 'succeeded', amount_received: 20_000, customer: saved.customer });
    const { data } = await stripe.charges.list({ customer: saved.customer }, account);
    expect(data.map(({ payment_method: method, paid }) => [method, paid])).toEqual([[saved.payment_method, true], [saved.payment_method, true]]);
    expect((await stripe.paymentIntents.list({ customer: saved.customer }, account)).data[0]?.id).toBe(balance.id);
  });

  test.each(['pm_card_authenticationRequired', 'pm_card_threeDSecure2Required'])('is declined with authentication_required with %s, and can be authenticated later', async (card) => {
    const saved = await depositWith(card);
    const error = await caught(chargeOffSession(saved));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required', decline_code: 'authentication_required', payment_method: { id: saved.payment_method } });
    const id = error.payment_intent?.id ?? '';
    const failed = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }, account);
    expect(failed).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'authentication_required', payment_method: { id: saved.payment_method } },
      latest_charge: { status: 'failed', failure_code: 'authentication_required' },
    });
    const back = await stripe.paymentIntents.confirm(id, { payment_method: saved.payment_method, return_url: 'https://example.com' }, account);
    expect(back.status).toBe('requires_action');
    await passAuthentication(back);
    expect((await stripe.paymentIntents.retrieve(id, {}, account)).status).toBe('succeeded');
  });

  test('is declined with a card that its bank has come to refuse, and paid with another', async () => {
    const saved = await depositWith('pm_card_chargeCustomerFail');
    const error = await caught(chargeOffSession(saved));
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined', decline_code: 'generic_decline', payment_intent: { status: 'requires_payment_method' } });
    const paid = await stripe.paymentIntents.confirm(error.payment_intent?.id ?? '', { payment_method: 'pm_card_visa' }, account);
    expect(paid.status).toBe('succeeded');
  });

  test('asks for a confirmation at once, and for a card that was attached without being set up declines', async () => {
    const customer = await stripe.customers.create({}, account);
    const method = await stripe.paymentMethods.attach('pm_card_authenticationRequiredOnSetup', { customer: customer.id }, account);
    expect(await caught(chargeOffSession({ customer: customer.id, payment_method: method.id }))).toMatchObject({ code: 'authentication_required' });
    expect(await caught(stripe.paymentIntents.create({ ...PAYMENT, off_session: true }, account))).toMatchObject({ statusCode: 400, param: 'off_session' });
    const both = stripe.paymentIntents.create({ ...PAYMENT, customer: customer.id, payment_method: method.id, setup_future_usage: 'off_session', off_session: true, confirm: true }, account);
    expect(await caught(both)).toMatchObject({ statusCode: 400, param: 'off_session' });
  });
});

describe('a method', () => {
  test('that was not saved pays once', async () => {
    const paid = await stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_visa', confirm: true }, account);
    const again = stripe.paymentIntents.create({ ...PAYMENT, payment_method: String(paid.payment_method), confirm: true }, account);
    expect((await caught(again)).message).toContain('It may not be used again');
    const customer = await stripe.customers.create({}, account);
    expect(await caught(stripe.paymentMethods.attach(String(paid.payment_method), { customer: customer.id }, account))).toMatchObject({ statusCode: 400 });
  });

  test('of a customer pays for that customer only', async () => {
    const saved = await depositWith('pm_card_visa');
    const other = await stripe.customers.create({}, account);
    for (const customer of [undefined, other.id]) {
      const call = stripe.paymentIntents.create({ ...PAYMENT, ...(customer === undefined ? {} : { customer }), payment_method: saved.payment_method, confirm: true }, account);
      expect(await caught(call)).toMatchObject({ statusCode: 400, param: 'payment_method' });
    }
  });

  test('is a card where it is to be saved, whatever the intent would take otherwise', async () => {
    const customer = await stripe.customers.create({}, account);
    const intent = await stripe.paymentIntents.create({ amount: 5000, currency: 'eur', customer: customer.id, setup_future_usage: 'off_session' }, account);
    expect(intent.payment_method_types).toEqual(['card']);
    expect((await stripe.paymentIntents.update(intent.id, { setup_future_usage: '' }, account)).payment_method_types).toContain('ideal');
  });
});
