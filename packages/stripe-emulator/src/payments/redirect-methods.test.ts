import type { Stripe } from 'stripe';
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
  account = await emulator.connectedAccount('NL');
});
afterAll(() => emulator.close());

const REDIRECTING = { ...PAYMENT, currency: 'eur', automatic_payment_methods: { enabled: true, allow_redirects: 'always' } } as const;
const RETURN_URL = 'https://example.com/back?booking=7';

function confirmWith(type: Stripe.PaymentIntentCreateParams.PaymentMethodData['type'], extra: Partial<Stripe.PaymentIntentCreateParams> = {}): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({ ...REDIRECTING, confirm: true, payment_method_data: { type }, return_url: RETURN_URL, ...extra }, account);
}

/** Does what the bank's page does when one of its buttons is pressed. */
async function decide(intent: Stripe.PaymentIntent, outcome: 'complete' | 'fail'): Promise<Record<string, unknown>> {
  const url = new URL(intent.next_action?.redirect_to_url?.url ?? '');
  expect((await fetch(url)).status).toBe(200);
  const body = new URLSearchParams(url.searchParams);
  body.set('outcome', outcome);
  const response = await fetch(`${emulator.url}/js/authenticate`, { method: 'POST', body, headers: { origin: emulator.url } });
  return (await response.json()) as Record<string, unknown>;
}

async function eventsAbout(id: string): Promise<string[]> {
  const events = await stripe.events.list({ limit: 100 }, account);
  return events.data.filter(({ data }) => JSON.stringify(data.object).includes(id)).map((event) => event.type).toReversed();
}

describe('the types of an intent', () => {
  test.each([
    ['eur', ['card', 'ideal', 'bancontact']],
    ['pln', ['card', 'p24']],
    ['chf', ['card', 'twint']],
    ['gbp', ['card', 'pay_by_bank']],
    ['usd', ['card', 'alipay']],
    ['aed', ['card']],
  ])('are those of its currency, %s: %j', async (currency, types) => {
    expect((await stripe.paymentIntents.create({ ...REDIRECTING, currency }, account)).payment_method_types).toEqual(types);
  });

  test('are cards alone where redirects are turned off, or automatic methods', async () => {
    for (const automatic of [{ enabled: true, allow_redirects: 'never' }, { enabled: false }] as const) {
      const intent = await stripe.paymentIntents.create({ ...REDIRECTING, automatic_payment_methods: automatic }, account);
      expect(intent.payment_method_types).toEqual(['card']);
    }
    const error = await caught(confirmWith('ideal', { automatic_payment_methods: { enabled: true, allow_redirects: 'never' } }));
    expect(error).toMatchObject({ statusCode: 400, param: 'payment_method', code: 'payment_intent_incompatible_payment_method' });
  });

  test('follow its currency', async () => {
    const intent = await stripe.paymentIntents.create(REDIRECTING, account);
    expect((await stripe.paymentIntents.update(intent.id, { currency: 'pln' }, account)).payment_method_types).toEqual(['card', 'p24']);
  });
});

describe('a method that redirects', () => {
  test('needs a place to come back to', async () => {
    const intent = await stripe.paymentIntents.create(REDIRECTING, account);
    expect(await caught(stripe.paymentIntents.confirm(intent.id, { payment_method_data: { type: 'ideal' } }, account))).toMatchObject({ statusCode: 400, param: 'return_url' });
  });

  test('leads to a page of the bank, and pays when the customer authorizes it there', async () => {
    const waiting = await confirmWith('ideal', { application_fee_amount: 500 });
    expect(waiting).toMatchObject({ status: 'requires_action', latest_charge: null, next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: RETURN_URL } } });
    expect(await decide(waiting, 'complete')).toEqual({ status: 'succeeded' });
    const paid = await stripe.paymentIntents.retrieve(waiting.id, { expand: ['latest_charge', 'payment_method'] }, account);
    expect(paid).toMatchObject({
      status: 'succeeded',
      next_action: null,
      payment_method: { type: 'ideal', ideal: { bic: 'INGBNL2A' } },
      latest_charge: { paid: true, application_fee: expect.stringMatching(/^fee_/), payment_method_details: { type: 'ideal', ideal: { bank: 'ing' } } },
    });
    expect(await eventsAbout(waiting.id)).toEqual(['payment_intent.created', 'payment_intent.requires_action', 'charge.succeeded', 'charge.updated', 'payment_intent.succeeded']);
    const refund = await stripe.refunds.create({ payment_intent: waiting.id }, account);
    expect(refund).toMatchObject({ status: 'succeeded', destination_details: { type: 'ideal' } });
  });

  test('leaves the intent waiting for another when the customer refuses, and a second answer changes nothing', async () => {
    const waiting = await confirmWith('bancontact');
    expect(await decide(waiting, 'fail')).toEqual({ status: 'requires_payment_method' });
    expect(await decide(waiting, 'complete')).toEqual({ status: 'requires_payment_method' });
    const failed = await stripe.paymentIntents.retrieve(waiting.id, {}, account);
    expect(failed).toMatchObject({ payment_method: null, last_payment_error: { code: 'payment_intent_authentication_failure', payment_method: { type: 'bancontact' } } });
    expect(await eventsAbout(waiting.id)).toEqual(['payment_intent.created', 'payment_intent.requires_action', 'payment_intent.payment_failed']);
    expect((await stripe.paymentIntents.confirm(waiting.id, { payment_method: 'pm_card_visa', return_url: RETURN_URL }, account)).status).toBe('succeeded');
  });

  test('can be given up for a card, or cancelled, while the customer is at the bank', async () => {
    const swapped = await confirmWith('ideal');
    expect((await stripe.paymentIntents.confirm(swapped.id, { payment_method: 'pm_card_visa', return_url: RETURN_URL }, account)).status).toBe('succeeded');
    expect(await decide(swapped, 'fail')).toEqual({ status: 'succeeded' });
    const cancelled = await confirmWith('ideal');
    await stripe.paymentIntents.cancel(cancelled.id, {}, account);
    expect(await decide(cancelled, 'complete')).toEqual({ status: 'canceled' });
  });

  test('is refused where no customer could be asked', async () => {
    expect(await caught(confirmWith('ideal', { error_on_requires_action: true }))).toMatchObject({ statusCode: 400, payment_intent: { status: 'requires_confirmation' } });
  });

  test('has a page that tells nothing without the client secret, and nothing to a frame', async () => {
    const waiting = await confirmWith('ideal');
    const url = new URL(waiting.next_action?.redirect_to_url?.url ?? '');
    expect((await fetch(url)).headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    url.searchParams.set('payment_intent_client_secret', 'guessed');
    expect((await fetch(url)).status).toBe(400);
  });
});
