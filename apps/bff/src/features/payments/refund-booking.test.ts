import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../platform/db/with-tenant.ts';
import type { BookingId, PaymentId } from '../../platform/ids.ts';
import { createPaymentsFixture, type PaymentsFixture, type TestTenant } from '../../testing/payments-fixture.ts';
import { allocateRefund } from './allocate-refund.ts';
import { applicationFee, applicationFeeRefund } from './application-fee.ts';
import { RefundTooLargeError } from './errors.ts';

describe('an amount that goes back', () => {
  it.each([['no decimals', 1], ['two decimals', 1], ['three decimals', 10]])('takes any sequence of parts from the payments in order, with the commission to the last unit, in a currency with %s', (_, step) => {
    const payment = fc.record({ units: fc.integer({ min: 1, max: 9_999_999 }), bps: fc.integer({ min: 0, max: 10_000 }) });
    fc.assert(fc.property(fc.array(payment, { minLength: 1, maxLength: 4 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 }), (made, shares) => {
      const payments = made.map(({ units, bps }, index) => ({
        paymentId: String(index) as PaymentId, amountMinor: units * step, applicationFeeMinor: applicationFee(units * step, bps, step), back: { amountMinor: 0, applicationFeeMinor: 0 },
      }));
      const total = payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
      let left = total;
      const giveBack = (amountMinor: number) => {
        const refundable = payments.map(({ paymentId, amountMinor: paid, back }) => ({ paymentId, leftMinor: paid - back.amountMinor }));
        const parts = allocateRefund(refundable, amountMinor);
        expect(parts.reduce((sum, part) => sum + part.amountMinor, 0)).toBe(amountMinor);
        for (const part of parts) {
          const of = payments[Number(part.paymentId)] as (typeof payments)[number];
          of.back.applicationFeeMinor += applicationFeeRefund(of, of.back, part.amountMinor, step);
          of.back.amountMinor += part.amountMinor;
          expect(part.amountMinor % step).toBe(0);
          expect(of.back.applicationFeeMinor % step).toBe(0);
        }
        // An older payment is touched only when the newer ones have nothing left.
        const firstWithRest = payments.findIndex(({ amountMinor: paid, back }) => back.amountMinor < paid);
        if (firstWithRest !== -1) expect(payments.slice(firstWithRest + 1).every(({ back }) => back.amountMinor === 0)).toBe(true);
        left -= amountMinor;
      };
      for (const share of shares) giveBack(Math.floor((left * share) / step) * step);
      giveBack(left);
      for (const { amountMinor, applicationFeeMinor, back } of payments) expect(back).toEqual({ amountMinor, applicationFeeMinor });
      expect(() => allocateRefund(payments.map(({ paymentId }) => ({ paymentId, leftMinor: 0 })), step)).toThrow(RefundTooLargeError);
    }));
  });
});

describe('refunding a booking', () => {
  let fixture: PaymentsFixture;
  let tenant: TestTenant;
  beforeAll(async () => {
    fixture = await createPaymentsFixture();
    tenant = await fixture.newTenant();
  });
  afterAll(() => fixture.close());

  const refund = (of: TestTenant, bookingId: BookingId, amountMinor: number) => withTenant(fixture.database.app, of.scope, async (tx) => {
    await fixture.payments.refundBooking(tx, { bookingId, amountMinor, reason: 'It rained.', now: fixture.clock.now() });
    return fixture.payments.listBookingRefunds(tx, bookingId);
  });

  async function paidTwice(of: TestTenant): Promise<{ bookingId: BookingId; deposit: PaymentId; balance: PaymentId }> {
    const bookingId = await fixture.newBooking(of, 10_000);
    const deposit = await fixture.paidPayment(of, { bookingId, amountMinor: 3000, commissionBps: 1250 });
    fixture.clock.advance(1000);
    const balance = await fixture.paidPayment(of, { bookingId, amountMinor: 7000, commissionBps: 1250 });
    return { bookingId, deposit: deposit.id, balance: balance.id };
  }

  it('takes the newest payment first, and the older one for the rest', async () => {
    const { bookingId, deposit, balance } = await paidTwice(tenant);
    expect(await refund(tenant, bookingId, 6001)).toMatchObject([{ paymentId: balance, amountMinor: 6001, applicationFeeRefundMinor: 750 }]);
    const refunds = await refund(tenant, bookingId, 3999);
    expect(refunds).toMatchObject([{}, { paymentId: balance, amountMinor: 999, applicationFeeRefundMinor: 125 }, { paymentId: deposit, amountMinor: 3000, applicationFeeRefundMinor: 375 }]);
    await expect(refund(tenant, bookingId, 1)).rejects.toThrow(RefundTooLargeError);
    for (const { id } of refunds) await fixture.payments.submitRefund(tenant.scope, id);
    expect(await withTenant(fixture.database.app, tenant.scope, (tx) => fixture.payments.totalsOf(tx, bookingId))).toMatchObject({ paidMinor: 10_000, refundedMinor: 10_000 });
  });

  it('is one after the other when two are asked for at once', async () => {
    const { bookingId } = await paidTwice(tenant);
    const results = await Promise.allSettled([refund(tenant, bookingId, 6000), refund(tenant, bookingId, 6000)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('refuses an amount that the currency does not have', async () => {
    const kuwaiti = await fixture.newTenant({ currency: 'KWD', country: 'AE' });
    const { bookingId } = await paidTwice(kuwaiti);
    await expect(refund(kuwaiti, bookingId, 15)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await refund(kuwaiti, bookingId, 20)).toMatchObject([{ amountMinor: 20 }]);
  });
});
