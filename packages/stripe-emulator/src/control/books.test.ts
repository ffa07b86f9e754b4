import fc from 'fast-check';
import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAYMENT, startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';
import type { AccountBooks } from './books.ts';

let emulator: TestEmulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startTestEmulator({ refundDelayMs: 0 });
  ({ stripe } = emulator);
});
afterAll(() => emulator.close());

async function booksOf(account?: string): Promise<AccountBooks> {
  const { data } = (await emulator.control('GET', `/books${account === undefined ? '' : `?account=${account}`}`)) as unknown as { data: AccountBooks[] };
  const books = data.find((each) => (account === undefined ? each.platform : each.account === account));
  if (books === undefined) throw new Error('no books');
  return books;
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const DISPUTE_FEE = 1500;

/** What an account must have, reckoned from its objects alone, without looking at a balance transaction but for Stripe's own fee. */
function reckon({ charges, refunds, application_fees: fees, fee_refunds: feeRefunds, disputes, payouts, balance_transactions: transactions }: AccountBooks): number {
  const stripeFees = transactions.filter(({ type }) => type === 'charge').flatMap(({ fee_details: details }) => details.filter(({ type }) => type === 'stripe_fee'));
  const withdrawn = disputes.filter(({ status }) => !status.startsWith('warning_'));
  return (
    sum(charges.filter(({ paid }) => paid).map(({ amount }) => amount)) -
    sum(stripeFees.map(({ amount }) => amount)) -
    sum(fees.map(({ amount }) => amount)) +
    sum(feeRefunds.map(({ amount }) => amount)) -
    sum(refunds.filter(({ status }) => status !== 'failed').map(({ amount }) => amount)) -
    sum(withdrawn.map(({ amount, status }) => (status === 'won' ? 0 : amount) + DISPUTE_FEE)) -
    sum(payouts.filter(({ status }) => status !== 'failed' && status !== 'canceled').map(({ amount }) => amount))
  );
}

type Step =
  | { readonly kind: 'pay'; readonly amount: number; readonly card: string }
  | { readonly kind: 'refund'; readonly share: number; readonly withFee: boolean }
  | { readonly kind: 'fee refund'; readonly share: number }
  | { readonly kind: 'dispute'; readonly outcome: 'win' | 'lose' | 'open' }
  | { readonly kind: 'payout'; readonly outcome: 'paid' | 'failed' }
  | { readonly kind: 'wait'; readonly days: number };

const share = fc.double({ min: 0.01, max: 1, noNaN: true });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('pay' as const), amount: fc.integer({ min: 100, max: 50_000 }), card: fc.constantFrom('pm_card_visa', 'pm_card_refundFail', 'pm_card_createDispute', 'pm_card_pendingRefund', 'pm_card_chargeDeclined') }),
  fc.record({ kind: fc.constant('refund' as const), share, withFee: fc.boolean() }),
  fc.record({ kind: fc.constant('fee refund' as const), share }),
  fc.record({ kind: fc.constant('dispute' as const), outcome: fc.constantFrom('win' as const, 'lose' as const, 'open' as const) }),
  fc.record({ kind: fc.constant('payout' as const), outcome: fc.constantFrom('paid' as const, 'failed' as const) }),
  fc.record({ kind: fc.constant('wait' as const), days: fc.constantFrom(1, 3) }),
);

async function take(account: string, move: Step): Promise<void> {
  const options = { stripeAccount: account };
  const books = await booksOf(account);
  const charge = books.charges.findLast(({ paid, refunded }) => paid && !refunded);
  const fee = books.application_fees.findLast(({ refunded }) => !refunded);
  const dispute = books.disputes.findLast(({ status }) => status === 'needs_response');
  switch (move.kind) {
    case 'pay':
      await stripe.paymentIntents.create({ ...PAYMENT, amount: move.amount, application_fee_amount: Math.ceil(move.amount / 80), payment_method: move.card, confirm: true }, options).catch(() => {});
      return;
    case 'refund':
      if (charge === undefined || charge.disputed) return;
      await stripe.refunds.create({ charge: charge.id, amount: Math.ceil((charge.amount - charge.amount_refunded) * move.share), refund_application_fee: move.withFee }, options);
      return;
    case 'fee refund':
      if (fee !== undefined) await stripe.applicationFees.createRefund(fee.id, { amount: Math.ceil((fee.amount - fee.amount_refunded) * move.share) });
      return;
    case 'dispute':
      if (dispute !== undefined && move.outcome !== 'open') await emulator.control('POST', `/disputes/${dispute.id}/close`, { outcome: move.outcome });
      else if (charge !== undefined && !charge.disputed) await emulator.control('POST', `/charges/${charge.id}/dispute`);
      return;
    case 'payout':
      await emulator.control('POST', '/payouts/run', { account, outcome: move.outcome });
      return;
    case 'wait':
      await emulator.control('POST', '/clock/advance', { seconds: String(move.days * 86_400) });
  }
}

describe('the books', () => {
  test('agree with what happened, to the minor unit, whatever it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const { stripeAccount } = await emulator.connectedAccount();
        for (const move of steps) await take(stripeAccount, move);
        const books = await booksOf(stripeAccount);
        const total = sum(books.balance_transactions.map(({ net }) => net));
        expect(total).toBe(reckon(books));
        expect(books.balance).toEqual(books.balance_transactions.length === 0 ? [] : [{ currency: 'usd', available: expect.any(Number), pending: expect.any(Number), total }]);
        const { available, pending } = await stripe.balance.retrieve({}, { stripeAccount });
        expect([available[0]?.amount, pending[0]?.amount]).toEqual([books.balance[0]?.available ?? 0, books.balance[0]?.pending ?? 0]);
        for (const transaction of books.balance_transactions) {
          expect(transaction.net).toBe(transaction.amount - transaction.fee);
          expect(transaction.fee).toBe(sum(transaction.fee_details.map(({ amount }) => amount)));
        }
        for (const payout of books.payouts) expect(sum(books.balance_transactions.filter((each) => each.payout === payout.id).map(({ net }) => net))).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  test('of the platform have the fees of all accounts, and nothing else', async () => {
    const { stripeAccount } = await emulator.connectedAccount();
    await stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 700, payment_method: 'pm_card_visa', confirm: true }, { stripeAccount });
    const platform = await booksOf();
    expect(platform.charges).toEqual([]);
    expect(platform.application_fees.at(-1)).toMatchObject({ account: stripeAccount, amount: 700 });
    const total = sum(platform.balance_transactions.map(({ net }) => net));
    expect(total).toBe(sum(platform.application_fees.map(({ amount, amount_refunded: refunded }) => amount - refunded)) - sum(platform.payouts.map(({ amount }) => amount)));
    expect((await booksOf(stripeAccount)).application_fees).toHaveLength(1);
  });

  test('are of accounts that exist', async () => {
    expect(await emulator.control('GET', '/books?account=acct_nobody')).toMatchObject({ error: { code: 'resource_missing', param: 'account' } });
  });
});
