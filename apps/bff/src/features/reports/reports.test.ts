import type { CommissionReport, OutstandingReport, PayoutReport } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { reportCommand } from '../../cli/report-command.ts';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { BookingId, RefundId } from '../../platform/ids.ts';
import { answered, createCustomer } from '../../testing/booking-steps.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

const DAY_MS = 86_400_000;

describe('reports', () => {
  let product: ProductFixture;
  let scope: TenantScope;
  let secretKey: string;
  let reference: string;
  let total: number;
  beforeAll(async () => {
    product = await createProductFixture({ now: new Date('2027-06-10T12:00:00Z') });
    const tenant = await product.services.directory.findBySlug('bellaweddings');
    if (!tenant) throw new Error('there is no such tenant');
    scope = { tenantId: tenant.id, livemode: false };
    secretKey = await giveSecretKey(product, scope);
    const customer = createCustomer(product, 'bellaweddings');
    const { packages } = await answered<{ packages: { slug: string; priceMinor: number }[] }>(await customer.send('GET', '/packages'), 200);
    const slug = packages.find(({ priceMinor }) => priceMinor > 0)?.slug ?? '';
    const [start] = await customer.listStarts(slug);
    const paid = await customer.book(await customer.hold(slug, start ?? ''));
    reference = paid.booking.reference;
    total = paid.booking.dueNowMinor;
    await customer.pay(paid);
    await customer.readUntil(paid, ({ status }) => status === 'confirmed');
    const { payments } = product.services;
    const accountId = tenant.accounts.find(({ livemode }) => !livemode)?.accountId ?? '';
    product.clock.advance(3 * DAY_MS);
    await fetch(`${product.emulator.url}/_emulator/payouts/run`, { method: 'POST', body: new URLSearchParams({ account: accountId }) });
    await payments.reconcileAccount(scope, accountId);
    product.clock.set(new Date('2027-07-02T12:00:00Z'));
    const [refundId] = await withTenant(product.services.app, scope, async (tx) => {
      await tx.sql`update customers set name = '=HYPERLINK("https://evil.example")' where tenant_id = ${tx.tenantId}`;
      return payments.refundBooking(tx, { bookingId: paid.booking.id as BookingId, amountMinor: 1000, reason: 'It rained.', correctsPrice: true, now: product.clock.now() });
    });
    await payments.submitRefund(scope, refundId as RefundId);
  });
  afterAll(() => product.close());

  const get = (path: string) => product.request(`/api/v1/tenant/reports/${path}`, { headers: { authorization: `Bearer ${secretKey}` } });

  it('say what was charged and taken in each month', async () => {
    const { months } = await answered<CommissionReport>(await get('commission'), 200);
    const [june, july] = months;
    expect(months).toHaveLength(2);
    expect(june).toMatchObject({ month: '2027-06', currency: 'USD', chargedMinor: total, refundedMinor: 0, commissionRefundedMinor: 0, commissionNetMinor: june?.commissionMinor });
    expect(june?.commissionMinor).toBeGreaterThan(0);
    expect(june?.stripeFeesMinor).toBeGreaterThan(0);
    expect(july).toMatchObject({ month: '2027-07', chargedMinor: 0, refundedMinor: 1000, commissionMinor: 0 });
    expect(july?.commissionNetMinor).toBe(-(july?.commissionRefundedMinor ?? 0));
    expect((await answered<CommissionReport>(await get('commission?from=2027-07&to=2027-07'), 200)).months).toEqual([july]);
  });

  it('say what was paid out', async () => {
    const { payouts } = await answered<PayoutReport>(await get('payouts?from=2027-06-01'), 200);
    expect(payouts).toMatchObject([{ currency: 'USD', failureCode: null, stripePayoutId: expect.stringMatching(/^po_/) }]);
    expect((await answered<PayoutReport>(await get('payouts?from=2027-07-01&to=2027-07-02'), 200)).payouts).toEqual([]);
  });

  it('say who owes what, and run no formula that a customer typed', async () => {
    const { bookings } = await answered<OutstandingReport>(await get('outstanding-balances'), 200);
    expect(bookings).toMatchObject([{ reference, owedMinor: 1000 + (bookings[0]?.totalMinor ?? 0) - total, paidMinor: total, refundedMinor: 1000 }]);
    const response = await get('outstanding-balances?format=csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const [names, line] = (await response.text()).split('\r\n');
    expect(names).toBe('booking_id,reference,status,customer_name,customer_email,starts_at,currency,total_minor,paid_minor,refunded_minor,owed_minor');
    expect(line).toContain(`,"'=HYPERLINK(""https://evil.example"")",`);
  });

  it('refuse a span that ends before it begins, and months that there are none of', async () => {
    for (const path of ['commission?from=2027-07&to=2027-06', 'commission?from=2027-13', 'payouts?from=2027-06-31', 'payouts?format=xml']) {
      expect((await get(path)).status, path).toBe(422);
    }
  });

  it('are printed by the command line too', async () => {
    const written: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    try {
      await reportCommand(product.services, ['commission', '--tenant', 'bellaweddings', '--mode', 'test']);
      await reportCommand(product.services, ['commission', '--mode', 'test', '--from', '2027-07']);
    } finally {
      write.mockRestore();
    }
    expect(written.join('')).toMatch(/^month,currency,charged_minor,[\s\S]+2027-06,USD,\d+,0,[\s\S]+2027-07,USD,0,1000,/);
    expect(written.at(-1)).toMatch(/^tenant,month,currency,[\s\S]+\r\nbellaweddings,2027-07,USD,0,1000,[^\r]+\r\n$/);
    await expect(reportCommand(product.services, ['payouts', '--mode', 'test'])).rejects.toThrow('--tenant is required');
    await expect(reportCommand(product.services, ['weather', '--tenant', 'bellaweddings'])).rejects.toThrow('Say which report');
    await expect(reportCommand(product.services, ['payouts', '--tenant', 'bellaweddings', '--from', 'June'])).rejects.toThrow('--from must be a day');
  });
});
