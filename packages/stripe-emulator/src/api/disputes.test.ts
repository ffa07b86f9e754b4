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
  account = await emulator.connectedAccount();
});
afterAll(() => emulator.close());

async function charged(method: string): Promise<string> {
  const intent = await stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 1250, payment_method: method, confirm: true }, account);
  return String(intent.latest_charge);
}

async function disputed(method = 'pm_card_createDispute'): Promise<Stripe.Dispute> {
  const charge = await charged(method);
  const [dispute] = (await stripe.disputes.list({ charge }, account)).data;
  if (dispute === undefined) throw new Error('no dispute was opened');
  return dispute;
}

async function eventsOf(dispute: string): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100, types: ['charge.dispute.*'] }, account);
  return data.filter((event) => 'id' in event.data.object && event.data.object.id === dispute).map((event) => event.type.replace('charge.dispute.', '')).toReversed();
}

async function transactionsOf(source: string): Promise<Array<Pick<Stripe.BalanceTransaction, 'amount' | 'fee' | 'net' | 'reporting_category' | 'type'>>> {
  const { data } = await stripe.balanceTransactions.list({ source }, account);
  return data.map(({ amount, fee, net, reporting_category: category, type }) => ({ amount, fee, net, reporting_category: category, type })).toReversed();
}

const WITHDRAWAL = { amount: -10_000, fee: 1500, net: -11_500, reporting_category: 'dispute', type: 'adjustment' };

describe('a disputed charge', () => {
  test('has its money and a fee withdrawn at once, and tells both', async () => {
    const dispute = await disputed();
    expect(dispute).toMatchObject({
      object: 'dispute',
      amount: 10_000,
      currency: 'usd',
      reason: 'fraudulent',
      status: 'needs_response',
      is_charge_refundable: false,
      balance_transactions: [{ amount: -10_000, fee: 1500 }],
      evidence_details: { has_evidence: false, past_due: false, submission_count: 0 },
      payment_method_details: { card: { case_type: 'chargeback' } },
    });
    expect((dispute.evidence_details.due_by ?? 0) - dispute.created).toBeGreaterThan(9 * 86_400);
    expect(await eventsOf(dispute.id)).toEqual(['created', 'funds_withdrawn']);
    expect(await transactionsOf(dispute.id)).toEqual([WITHDRAWAL]);
    const found = await stripe.disputes.retrieve(dispute.id, { expand: ['charge', 'payment_intent'] }, account);
    expect(found).toMatchObject({ charge: { disputed: true, refunded: false }, payment_intent: { status: 'succeeded' } });
    const { data } = await stripe.balanceTransactions.list({ source: dispute.id, expand: ['data.source'] }, account);
    expect(data[0]).toMatchObject({ source: { object: 'dispute' }, fee_details: [{ type: 'stripe_fee', amount: 1500 }] });
    expect(await caught(stripe.refunds.create({ charge: String(dispute.charge) }, account))).toMatchObject({ statusCode: 400, code: 'charge_disputed' });
  });

  test('is won with evidence that the bank believes, and the money comes back without the fee', async () => {
    const dispute = await disputed('pm_card_createDisputeProductNotReceived');
    expect(dispute.reason).toBe('product_not_received');
    const staged = await stripe.disputes.update(dispute.id, { evidence: { product_description: 'A tour' }, submit: false }, account);
    expect(staged).toMatchObject({ status: 'needs_response', evidence: { product_description: 'A tour' }, evidence_details: { has_evidence: true, submission_count: 0 } });
    const sent = await stripe.disputes.update(dispute.id, { evidence: { customer_name: 'Ada' }, metadata: { booking: 'b_1' } }, account);
    expect(sent).toMatchObject({ status: 'under_review', evidence: { product_description: 'A tour', customer_name: 'Ada' }, evidence_details: { submission_count: 1 }, metadata: { booking: 'b_1' } });
    expect(await caught(stripe.disputes.update(dispute.id, { evidence: { customer_name: 'Eve' } }, account))).toMatchObject({ statusCode: 400, param: 'evidence' });
    expect(await emulator.control('POST', `/disputes/${dispute.id}/close`, { outcome: 'win' })).toMatchObject({ status: 'won' });
    expect(await eventsOf(dispute.id)).toEqual(['created', 'funds_withdrawn', 'updated', 'updated', 'closed', 'funds_reinstated']);
    expect(await transactionsOf(dispute.id)).toEqual([WITHDRAWAL, { amount: 10_000, fee: 0, net: 10_000, reporting_category: 'dispute_reversal', type: 'adjustment' }]);
    expect(await caught(stripe.refunds.create({ charge: String(dispute.charge) }, account))).toMatchObject({ code: 'charge_disputed' });
    expect(await emulator.control('POST', `/disputes/${dispute.id}/close`, { outcome: 'lose' })).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  test.each([
    ['winning_evidence', 'won'],
    ['losing_evidence', 'lost'],
  ])('is decided by the words %s: %s', async (words, status) => {
    const dispute = await disputed();
    await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: words } }, account);
    expect((await stripe.disputes.retrieve(dispute.id, {}, account)).status).toBe(status);
  });

  test('is lost when the merchant accepts it, or says nothing until its deadline', async () => {
    const accepted = await disputed();
    expect((await stripe.disputes.close(accepted.id, {}, account)).status).toBe('lost');
    expect(await caught(stripe.disputes.close(accepted.id, {}, account))).toMatchObject({ statusCode: 400 });
    expect(await eventsOf(accepted.id)).toEqual(['created', 'funds_withdrawn', 'closed']);
    expect(await transactionsOf(accepted.id)).toEqual([WITHDRAWAL]);
    const [ignored, answered] = [await disputed(), await disputed()];
    await stripe.disputes.update(answered.id, { evidence: { uncategorized_text: 'We were there.' } }, account);
    await emulator.control('POST', '/clock/advance', { seconds: String(11 * 86_400) });
    expect(await stripe.disputes.retrieve(ignored.id, {}, account)).toMatchObject({ status: 'lost', evidence_details: { past_due: true } });
    expect((await stripe.disputes.retrieve(answered.id, {}, account)).status).toBe('under_review');
  });

  test('may be any charge, in part, by a control route', async () => {
    const charge = await charged('pm_card_visa');
    await stripe.refunds.create({ charge, amount: 4000 }, account);
    expect(await emulator.control('POST', `/charges/${charge}/dispute`, { amount: '6001' })).toMatchObject({ error: { param: 'amount' } });
    const dispute = await emulator.control('POST', `/charges/${charge}/dispute`, { reason: 'duplicate' });
    expect(dispute).toMatchObject({ amount: 6000, reason: 'duplicate', status: 'needs_response' });
    expect(await emulator.control('POST', `/charges/${charge}/dispute`)).toMatchObject({ error: { param: 'charge' } });
    expect(await emulator.control('POST', '/charges/ch_x/dispute')).toMatchObject({ error: { code: 'resource_missing' } });
  });
});

describe('an inquiry', () => {
  test('takes no money, leaves the charge refundable, and is closed by an answer', async () => {
    const inquiry = await disputed('pm_card_createDisputeInquiry');
    expect(inquiry).toMatchObject({ status: 'warning_needs_response', is_charge_refundable: true, balance_transactions: [] });
    expect((await stripe.disputes.update(inquiry.id, { evidence: { customer_name: 'Ada' } }, account)).status).toBe('warning_under_review');
    expect((await stripe.refunds.create({ charge: String(inquiry.charge), amount: 100 }, account)).status).toBe('succeeded');
    expect(await emulator.control('POST', `/disputes/${inquiry.id}/close`, { outcome: 'win' })).toMatchObject({ status: 'warning_closed' });
    expect(await eventsOf(inquiry.id)).toEqual(['created', 'updated', 'closed']);
    expect(await transactionsOf(inquiry.id)).toEqual([]);
  });

  test('may become a chargeback', async () => {
    const inquiry = await disputed('pm_card_createDisputeInquiry');
    expect(await emulator.control('POST', `/disputes/${inquiry.id}/close`, { outcome: 'escalate' })).toMatchObject({ status: 'needs_response', is_charge_refundable: false });
    expect(await transactionsOf(inquiry.id)).toEqual([WITHDRAWAL]);
    expect(await eventsOf(inquiry.id)).toEqual(['created', 'updated', 'funds_withdrawn']);
  });
});

test('a dispute belongs to one account', async () => {
  const { id } = await disputed();
  const other = await emulator.connectedAccount();
  for (const options of [other, {}]) expect(await caught(stripe.disputes.retrieve(id, {}, options))).toMatchObject({ statusCode: 404, code: 'resource_missing' });
  expect((await stripe.disputes.list({}, other)).data).toEqual([]);
});
