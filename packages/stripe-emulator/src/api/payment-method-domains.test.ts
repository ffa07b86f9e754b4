import type { Stripe } from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caught } from '../testing/caught.ts';
import { startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';

let emulator: TestEmulator;
let stripe: Stripe;
let on: { stripeAccount: string };

beforeAll(async () => {
  emulator = await startTestEmulator();
  ({ stripe } = emulator);
  on = { stripeAccount: (await stripe.accounts.create({ country: 'DE' })).id };
});
afterAll(() => emulator.close());

test('a domain is registered once for an account, and seen by it alone', async () => {
  const domain = await stripe.paymentMethodDomains.create({ domain_name: 'Book.example.com' }, on);
  expect(domain).toMatchObject({ domain_name: 'book.example.com', enabled: true, apple_pay: { status: 'active' }, livemode: false });
  expect((await stripe.paymentMethodDomains.create({ domain_name: 'book.example.com' }, on)).id).toBe(domain.id);
  expect((await stripe.paymentMethodDomains.list({ domain_name: 'book.example.com' }, on)).data).toEqual([domain]);
  expect((await stripe.paymentMethodDomains.list()).data).toEqual([]);
  expect(await stripe.paymentMethodDomains.update(domain.id, { enabled: false }, on)).toMatchObject({ enabled: false });
  expect((await stripe.paymentMethodDomains.list({ enabled: true }, on)).data).toEqual([]);
  expect(await caught(stripe.paymentMethodDomains.retrieve(domain.id))).toMatchObject({ statusCode: 404, code: 'resource_missing' });
});

test('a domain that Apple could not verify is active once it is validated', async () => {
  const domain = await stripe.paymentMethodDomains.create({ domain_name: 'unverified.example.com' }, on);
  expect(domain).toMatchObject({ apple_pay: { status: 'inactive', status_details: { error_message: expect.any(String) as string } }, google_pay: { status: 'active' } });
  expect(await stripe.paymentMethodDomains.validate(domain.id, {}, on)).toMatchObject({ id: domain.id, apple_pay: { status: 'active' } });
});

test.each(['127.0.0.1', 'localhost', 'https://book.example.com', 'book.example.com/path', 'a_b.example'])('%s is no domain', async (domain_name) => {
  expect(await caught(stripe.paymentMethodDomains.create({ domain_name }, on))).toMatchObject({ statusCode: 400, param: 'domain_name' });
});
