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

/** Sends what the library's types would not allow. */
function create(parameters: object): Promise<unknown> {
  return stripe.paymentIntents.create({ ...PAYMENT, ...parameters } as Stripe.PaymentIntentCreateParams, account);
}

describe('parameters', () => {
  test.each([
    [{ payment_method_types: ['card'] }, 'payment_method_types'],
    [{ automatic_payment_methods: { enabled: true, surprise: 1 } }, 'automatic_payment_methods[surprise]'],
    [{ constructor: 'x' }, 'constructor'],
  ])('that Stripe does not know are refused: %j', async (parameters, param) => {
    const error = await caught(create(parameters));
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(error).toMatchObject({ statusCode: 400, code: 'parameter_unknown', param, message: `Received unknown parameter: ${param}` });
    expect(error.doc_url).toContain('parameter-unknown');
  });

  test('that are needed must be there', async () => {
    expect(await caught(stripe.paymentIntents.create({ currency: 'usd' } as Stripe.PaymentIntentCreateParams))).toMatchObject({ code: 'parameter_missing', param: 'amount' });
    expect(await caught(create({ automatic_payment_methods: { allow_redirects: 'never' } }))).toMatchObject({ code: 'parameter_missing', param: 'automatic_payment_methods[enabled]' });
  });

  test.each([
    [{ amount: 'ten' }, 'amount', 'parameter_invalid_integer'],
    [{ amount: 10.5 }, 'amount', 'parameter_invalid_integer'],
    [{ amount: '' }, 'amount', 'parameter_invalid_empty'],
    [{ amount: { nested: 1 } }, 'amount', undefined],
    [{ automatic_payment_methods: { enabled: 'yes' } }, 'automatic_payment_methods[enabled]', undefined],
    [{ automatic_payment_methods: { enabled: true, allow_redirects: 'sometimes' } }, 'automatic_payment_methods[allow_redirects]', undefined],
    [{ automatic_payment_methods: 'true' }, 'automatic_payment_methods', undefined],
    [{ metadata: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) }, 'metadata', undefined],
    [{ metadata: { key: 'x'.repeat(501) } }, 'metadata[key]', undefined],
    [{ statement_descriptor_suffix: 'x'.repeat(23) }, 'statement_descriptor_suffix', undefined],
    [{ expand: ['nothing'] }, 'expand', undefined],
  ])('of the wrong kind are refused: %j', async (parameters, param, code) => {
    expect(await caught(create(parameters))).toMatchObject({ statusCode: 400, rawType: 'invalid_request_error', param, code });
  });

  test('that the emulator cannot honour are refused by name, rather than ignored', async () => {
    const error = await caught(create({ transfer_data: { destination: account.stripeAccount } }));
    expect(error).toMatchObject({ statusCode: 400, param: 'transfer_data' });
    expect(error.message).toContain("doesn't do `transfer_data`");
  });

  test('of a list are checked too', async () => {
    expect(await caught(stripe.refunds.list({ surprise: '1' } as Stripe.RefundListParams, account))).toMatchObject({ code: 'parameter_unknown', param: 'surprise' });
  });
});

describe('requests', () => {
  test('carry a request id, the version and the account in their answers', async () => {
    const { lastResponse } = await stripe.paymentIntents.create(PAYMENT, account);
    expect(lastResponse).toMatchObject({ requestId: expect.stringMatching(/^req_\w+$/), apiVersion: '2026-10-28.endive', stripeAccount: account.stripeAccount, statusCode: 200 });
    expect((await caught(create({ amount: 1 }))).requestId).toMatch(/^req_/);
  });

  test('of another API version are refused, since their shapes differ', async () => {
    expect(await caught(stripe.balance.retrieve({}, { apiVersion: '2020-08-27' }))).toMatchObject({ statusCode: 400 });
  });

  test('to an address that does not exist say so', async () => {
    const error = await caught(stripe.rawRequest('POST', '/v1/unicorns', {}));
    expect(error).toMatchObject({ statusCode: 404 });
    expect(error.message).toContain('POST: /v1/unicorns');
  });

  test('for what is not there, or not yours, are answered alike', async () => {
    const intent = await stripe.paymentIntents.create(PAYMENT, account);
    const other = await emulator.connectedAccount();
    const missing = await caught(stripe.paymentIntents.retrieve('pi_nothing', {}, other));
    const foreign = await caught(stripe.paymentIntents.retrieve(intent.id, {}, other));
    expect(missing).toMatchObject({ statusCode: 404, code: 'resource_missing', message: "No such payment_intent: 'pi_nothing'" });
    expect(foreign).toMatchObject({ statusCode: 404, code: 'resource_missing', message: `No such payment_intent: '${intent.id}'` });
  });

  test('with a body in JSON are refused', async () => {
    const response = await fetch(`${emulator.url}/v1/payment_intents`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_x', 'content-type': 'application/json' },
      body: '{"amount":1000}',
    });
    expect(response.status).toBe(400);
  });

  test('without a key are refused', async () => {
    const response = await fetch(`${emulator.url}/v1/balance`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  test('name their account in either header, or the same in both', async () => {
    const byContext = await stripe.balance.retrieve({}, { stripeContext: account.stripeAccount });
    expect(byContext.lastResponse.stripeAccount).toBe(account.stripeAccount);
    const headers = { authorization: 'Bearer sk_test_x', 'stripe-account': account.stripeAccount, 'stripe-context': 'acct_other' };
    expect((await fetch(`${emulator.url}/v1/balance`, { headers })).status).toBe(400);
    const error = await caught(stripe.balance.retrieve({}, { stripeAccount: 'acct_nobody' }));
    expect(error).toBeInstanceOf(Stripe.errors.StripePermissionError);
    expect(error.code).toBe('account_invalid');
  });
});
