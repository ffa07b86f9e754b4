import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caught } from '../testing/caught.ts';
import { startTestEmulator } from '../testing/running.ts';
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

async function latestEvent(type: string): Promise<Stripe.Event | undefined> {
  return (await stripe.events.list({ type, limit: 1 }, account)).data[0];
}

describe('a customer', () => {
  test('is made, changed, found by e-mail and deleted, and each is told', async () => {
    const made = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada', metadata: { booking: 'b_1' }, address: { country: 'NZ' } }, account);
    expect(made).toMatchObject({ object: 'customer', email: 'ada@example.com', name: 'Ada', phone: null, metadata: { booking: 'b_1' }, address: { country: 'NZ', line1: null }, livemode: false });
    expect(await stripe.customers.retrieve(made.id, {}, account)).toEqual(made);
    const changed = await stripe.customers.update(made.id, { name: 'Ada L.', metadata: { booking: '', since: '2026' } }, account);
    expect(changed).toMatchObject({ name: 'Ada L.', email: 'ada@example.com', metadata: { since: '2026' } });
    expect(await latestEvent('customer.updated')).toMatchObject({ data: { object: { id: made.id }, previous_attributes: { name: 'Ada' } } });
    const { data } = await stripe.customers.list({ email: 'ada@example.com' }, account);
    expect(data.map(({ id }) => id)).toEqual([made.id]);
    expect(await stripe.customers.del(made.id, {}, account)).toEqual(expect.objectContaining({ id: made.id, deleted: true }));
    expect(await stripe.customers.retrieve(made.id, {}, account)).toMatchObject({ id: made.id, deleted: true });
    expect((await stripe.customers.list({ email: 'ada@example.com' }, account)).data).toEqual([]);
    expect(await latestEvent('customer.deleted')).toMatchObject({ data: { object: { id: made.id } } });
    expect(await caught(stripe.customers.update(made.id, { name: 'x' }, account))).toMatchObject({ statusCode: 404, code: 'resource_missing' });
  });

  test('belongs to one account', async () => {
    const { id } = await stripe.customers.create({}, account);
    const other = await emulator.connectedAccount();
    expect(await caught(stripe.customers.retrieve(id, {}, other))).toMatchObject({ statusCode: 404 });
    expect(await caught(stripe.paymentMethods.attach('pm_card_visa', { customer: id }, other))).toMatchObject({ statusCode: 404, param: 'customer' });
  });
});

describe('a saved payment method', () => {
  test('is attached, listed, changed and detached', async () => {
    const customer = await stripe.customers.create({}, account);
    const attached = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id }, account);
    expect(attached).toMatchObject({ customer: customer.id, type: 'card', card: { last4: '4242' } });
    expect(await latestEvent('payment_method.attached')).toMatchObject({ data: { object: { id: attached.id, customer: customer.id } } });
    const second = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id }, account);
    const lists = [stripe.paymentMethods.list({ customer: customer.id, type: 'card' }, account), stripe.customers.listPaymentMethods(customer.id, {}, account)];
    for (const list of lists) expect((await list).data.map(({ id }) => id)).toEqual([second.id, attached.id]);
    expect(await stripe.customers.retrievePaymentMethod(customer.id, attached.id, {}, account)).toEqual(attached);
    const changed = await stripe.paymentMethods.update(attached.id, { billing_details: { name: 'Ada' }, card: { exp_year: 2040 }, metadata: { a: 'b' } }, account);
    expect(changed).toMatchObject({ billing_details: { name: 'Ada', email: null }, card: { exp_year: 2040, exp_month: 11 }, metadata: { a: 'b' } });
    expect(await stripe.paymentMethods.detach(attached.id, {}, account)).toMatchObject({ customer: null });
    expect(await latestEvent('payment_method.detached')).toMatchObject({ data: { object: { id: attached.id, customer: null }, previous_attributes: { customer: customer.id } } });
    expect((await stripe.paymentMethods.list({ customer: customer.id }, account)).data.map(({ id }) => id)).toEqual([second.id]);
    expect(await caught(stripe.paymentMethods.attach(attached.id, { customer: customer.id }, account))).toMatchObject({ statusCode: 400 });
    expect(await caught(stripe.paymentMethods.detach(attached.id, {}, account))).toMatchObject({ statusCode: 400 });
  });

  test('has one customer only, goes with them, and is refused at once where its bank refuses it', async () => {
    const [one, two] = await Promise.all([stripe.customers.create({ payment_method: 'pm_card_visa' }, account), stripe.customers.create({}, account)]);
    const [method] = (await stripe.customers.listPaymentMethods(one.id, {}, account)).data;
    expect(await caught(stripe.paymentMethods.attach(method?.id ?? '', { customer: two.id }, account))).toMatchObject({ statusCode: 400 });
    await stripe.customers.del(one.id, {}, account);
    expect((await stripe.paymentMethods.retrieve(method?.id ?? '', {}, account)).customer).toBeNull();
    expect(await caught(stripe.paymentMethods.attach('pm_card_chargeDeclinedInsufficientFunds', { customer: two.id }, account))).toMatchObject({ statusCode: 402, decline_code: 'insufficient_funds' });
    expect(await caught(stripe.paymentMethods.attach('pm_card_visa', {}, account))).toMatchObject({ param: 'customer' });
  });
});
