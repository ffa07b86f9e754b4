import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caught } from '../testing/caught.ts';
import { PAYMENT, startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';

let emulator: TestEmulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startTestEmulator();
  ({ stripe } = emulator);
});
afterAll(() => emulator.close());

type Account = { stripeAccount: string };

const CHARGE_NET = 10_000 - 320 - 1000;

async function charge(account: Account, extra: Partial<Stripe.PaymentIntentCreateParams> = {}): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 1000, payment_method: 'pm_card_visa', confirm: true, ...extra }, account);
}

async function pass(seconds: number): Promise<void> {
  await emulator.control('POST', '/clock/advance', { seconds: String(seconds) });
}

const DAY = 86_400;

async function accountWithMoney(): Promise<Account> {
  const account = await emulator.connectedAccount();
  await charge(account);
  await pass(2 * DAY + 1);
  return account;
}

async function payOut(account: Account, outcome?: 'paid' | 'failed'): Promise<Stripe.Payout[]> {
  const { data } = await emulator.control('POST', '/payouts/run', { account: account.stripeAccount, ...(outcome === undefined ? {} : { outcome }) });
  return data as Stripe.Payout[];
}

async function balanceOf(account: Account): Promise<{ available: number; pending: number }> {
  const { available, pending } = await stripe.balance.retrieve({}, account);
  return { available: available[0]?.amount ?? 0, pending: pending[0]?.amount ?? 0 };
}

async function eventsOf(account: Account): Promise<string[]> {
  const { data } = await stripe.events.list({ types: ['payout.*'] }, account);
  return data.map((event) => event.type).toReversed();
}

describe('an automatic payout', () => {
  test('takes all that is available and stands for its transactions', async () => {
    const account = await accountWithMoney();
    const refunded = await charge(account);
    await stripe.refunds.create({ payment_intent: refunded.id, amount: 500 }, account);
    expect(await balanceOf(account)).toEqual({ available: CHARGE_NET - 500, pending: CHARGE_NET });
    const [payout, ...others] = await payOut(account);
    expect(others).toEqual([]);
    expect(payout).toMatchObject({ object: 'payout', amount: CHARGE_NET - 500, currency: 'usd', automatic: true, status: 'in_transit', reconciliation_status: 'completed', type: 'bank_account' });
    expect(await balanceOf(account)).toEqual({ available: 0, pending: CHARGE_NET });
    const { data } = await stripe.balanceTransactions.list({ payout: payout?.id ?? '' }, account);
    expect(data.map(({ type, net }) => [type, net])).toEqual([['payout', -(CHARGE_NET - 500)], ['refund', -500], ['charge', CHARGE_NET]]);
    expect(data.reduce((sum, { net }) => sum + net, 0)).toBe(0);
    expect(await payOut(account)).toEqual([]);
    await pass(DAY);
    const paid = await stripe.payouts.retrieve(payout?.id ?? '', { expand: ['balance_transaction'] }, account);
    expect(paid).toMatchObject({ status: 'paid', balance_transaction: { type: 'payout', amount: -(CHARGE_NET - 500), source: payout?.id } });
    expect(await eventsOf(account)).toEqual(['payout.created', 'payout.reconciliation_completed', 'payout.paid']);
  });

  test('may be sent back by the bank, and goes out with the next', async () => {
    const account = await accountWithMoney();
    const [payout] = await payOut(account, 'failed');
    await pass(DAY);
    const failed = await stripe.payouts.retrieve(payout?.id ?? '', { expand: ['failure_balance_transaction'] }, account);
    expect(failed).toMatchObject({ status: 'failed', failure_code: 'account_closed', failure_balance_transaction: { type: 'payout_failure', amount: CHARGE_NET } });
    expect(await balanceOf(account)).toMatchObject({ available: CHARGE_NET });
    const [next] = await payOut(account);
    expect(next).toMatchObject({ amount: CHARGE_NET, status: 'in_transit' });
    // Even after it was paid.
    expect(await emulator.control('POST', `/payouts/${next?.id}/settle`, { outcome: 'paid' })).toMatchObject({ status: 'paid' });
    expect(await emulator.control('POST', `/payouts/${next?.id}/settle`, { outcome: 'failed' })).toMatchObject({ status: 'failed' });
    expect(await emulator.control('POST', `/payouts/${next?.id}/settle`, { outcome: 'paid' })).toMatchObject({ error: { type: 'invalid_request_error' } });
    expect(await eventsOf(account)).toEqual([
      'payout.created', 'payout.reconciliation_completed', 'payout.failed', 'payout.created', 'payout.reconciliation_completed', 'payout.paid', 'payout.failed',
    ]);
    expect((await stripe.payouts.list({ status: 'failed' }, account)).data.map(({ id }) => id)).toEqual([next?.id, payout?.id]);
  });

  test('is made for each account, the platform among them, and by currency', async () => {
    const account = await emulator.connectedAccount();
    await charge(account);
    await charge(account, { currency: 'jpy' });
    await pass(2 * DAY + 1);
    const { data } = (await emulator.control('POST', '/payouts/run', {})) as unknown as { data: Stripe.Payout[] };
    const { data: own } = await stripe.payouts.list({}, account);
    expect(own.map(({ currency }) => currency).toSorted()).toEqual(['jpy', 'usd']);
    expect(data.length).toBeGreaterThan(own.length);
    expect((await stripe.payouts.list()).data[0]?.amount).toBeGreaterThan(0);
    expect((await stripe.balance.retrieve()).available.every(({ amount }) => amount === 0)).toBe(true);
  });
});

describe('a payout that is asked for', () => {
  test('takes its amount, and can be cancelled while it is pending', async () => {
    const account = await accountWithMoney();
    const payout = await stripe.payouts.create({ amount: 3000, currency: 'usd', metadata: { why: 'rent' } }, account);
    expect(payout).toMatchObject({ amount: 3000, automatic: false, status: 'pending', reconciliation_status: 'not_applicable', metadata: { why: 'rent' } });
    expect(await balanceOf(account)).toMatchObject({ available: CHARGE_NET - 3000 });
    expect(await caught(stripe.balanceTransactions.list({ payout: payout.id }, account))).toMatchObject({ statusCode: 400, param: 'payout' });
    expect(await stripe.payouts.cancel(payout.id, {}, account)).toMatchObject({ status: 'canceled', failure_balance_transaction: expect.stringMatching(/^txn_/) });
    expect(await balanceOf(account)).toMatchObject({ available: CHARGE_NET });
    await pass(DAY);
    expect((await stripe.payouts.retrieve(payout.id, {}, account)).status).toBe('canceled');
    expect(await caught(stripe.payouts.cancel(payout.id, {}, account))).toMatchObject({ statusCode: 400 });
    expect(await eventsOf(account)).toEqual(['payout.created', 'payout.canceled']);
  });

  test('cannot take more than is available, nor from an account that is not onboarded', async () => {
    const account = await accountWithMoney();
    expect(await caught(stripe.payouts.create({ amount: CHARGE_NET + 1, currency: 'usd' }, account))).toMatchObject({ statusCode: 400, code: 'balance_insufficient' });
    expect(await caught(stripe.payouts.create({ amount: 0, currency: 'usd' }, account))).toMatchObject({ param: 'amount' });
    const { id } = await stripe.accounts.create({ type: 'express', country: 'US' });
    expect(await caught(stripe.payouts.create({ amount: 1, currency: 'usd' }, { stripeAccount: id }))).toMatchObject({ statusCode: 400 });
    expect(await payOut({ stripeAccount: id })).toEqual([]);
    expect(await caught(stripe.payouts.retrieve('po_x', {}, account))).toMatchObject({ statusCode: 404 });
  });
});

describe('balance transactions', () => {
  test('are narrowed by type, source and time, and paged through', async () => {
    const account = await emulator.connectedAccount();
    const intents: Stripe.PaymentIntent[] = [];
    for (let index = 0; index < 7; index += 1) intents.push(await charge(account));
    const since = Math.floor(Date.parse(String((await emulator.control('GET', '/health'))['now'])) / 1000) + DAY;
    await pass(DAY + 1);
    const refund = await stripe.refunds.create({ payment_intent: intents[0]?.id ?? '' }, account);
    const all: Stripe.BalanceTransaction[] = [];
    for await (const transaction of stripe.balanceTransactions.list({ limit: 3 }, account)) all.push(transaction);
    expect(all.map(({ type }) => type)).toEqual(['refund', ...Array.from({ length: 7 }, () => 'charge')]);
    const found = await Promise.all([
      stripe.balanceTransactions.list({ type: 'refund' }, account),
      stripe.balanceTransactions.list({ source: refund.id }, account),
      stripe.balanceTransactions.list({ created: { gte: since } }, account),
    ]);
    for (const { data } of found) expect(data.map(({ source }) => source)).toEqual([refund.id]);
    expect((await stripe.balanceTransactions.list({ created: { lt: since } }, account)).data).toHaveLength(7);
  });

  test('say what a refund that failed gave back', async () => {
    const account = await emulator.connectedAccount();
    const intent = await charge(account, { payment_method: 'pm_card_refundFail' });
    const refund = await stripe.refunds.create({ payment_intent: intent.id, refund_application_fee: true }, account);
    await pass(60);
    const failed = await stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] }, account);
    expect(failed).toMatchObject({ status: 'failed', failure_balance_transaction: { type: 'refund_failure', amount: 10_000, net: 10_000, source: refund.id } });
    const { data } = await stripe.balanceTransactions.list({ source: refund.id }, account);
    expect(data.map(({ type, net }) => [type, net])).toEqual([['refund_failure', 10_000], ['refund', -10_000 + 1000]]);
  });

  test('are payments where no card paid', async () => {
    const account = await emulator.connectedAccount('NL');
    const { id } = await stripe.paymentIntents.create({ amount: 5000, currency: 'eur', payment_method_data: { type: 'ideal' }, confirm: true, return_url: 'https://example.com' }, account);
    const waiting = await stripe.paymentIntents.retrieve(id, {}, account);
    const body = new URLSearchParams(new URL(waiting.next_action?.redirect_to_url?.url ?? '').searchParams);
    body.set('outcome', 'complete');
    await fetch(`${emulator.url}/js/authenticate`, { method: 'POST', body, headers: { origin: emulator.url } });
    const refund = await stripe.refunds.create({ payment_intent: id, amount: 1000 }, account);
    expect(refund.charge).toMatch(/^py_/);
    const { data } = await stripe.balanceTransactions.list({}, account);
    expect(data.map(({ type, reporting_category: category }) => [type, category])).toEqual([['payment_refund', 'refund'], ['payment', 'charge']]);
  });
});
