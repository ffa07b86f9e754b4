import type { BookingCreated } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkLedgerCommand } from '../cli/check-ledger-command.ts';
import { withTenant, type TenantScope } from '../platform/db/with-tenant.ts';
import type { BookingId, RefundId } from '../platform/ids.ts';
import { createCustomer, type Customer } from '../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../testing/product-fixture.ts';
import { checkLedgers, reconcileAccounts } from './read-books.ts';
import { reconcileUnsettled } from './sweep-due.ts';

const HOUR_MS = 3_600_000;

describe('a day on which no webhook arrives', () => {
  let product: ProductFixture;
  let scope: TenantScope;
  let accountId: string;
  let customer: Customer;
  beforeAll(async () => {
    product = await createProductFixture();
    const tenant = await product.services.directory.findBySlug('bellaweddings');
    if (!tenant) throw new Error('there is no such tenant');
    scope = { tenantId: tenant.id, livemode: false };
    accountId = tenant.accounts.find(({ livemode }) => !livemode)?.accountId ?? '';
    customer = createCustomer(product, 'bellaweddings');
    await control('/deliveries/hold');
  });
  afterAll(() => product.close());

  async function control(path: string, form: Record<string, string> = {}): Promise<void> {
    const response = await fetch(`${product.emulator.url}/_emulator${path}`, { method: 'POST', body: new URLSearchParams(form) });
    if (!response.ok) throw new Error(`the emulator answered ${response.status}: ${await response.text()}`);
  }

  async function book(index: number): Promise<BookingCreated> {
    const packages = (await (await customer.send('GET', '/packages')).json()) as { packages: { slug: string; priceMinor: number }[] };
    const slug = packages.packages.find(({ priceMinor }) => priceMinor > 0)?.slug ?? '';
    const starts = await customer.listStarts(slug);
    const created = await customer.book(await customer.hold(slug, starts[index] ?? ''), { email: `c${index}@example.com` });
    expect(await customer.pay(created)).toBe('succeeded');
    return created;
  }

  async function chargeOf({ booking }: BookingCreated): Promise<string> {
    const [row] = await withTenant(product.services.app, scope, async ({ sql }) => [...(await sql<{ chargeId: string }[]>`select charge_id from payments where booking_id = ${booking.id}`)]);
    return row?.chargeId ?? '';
  }

  it('ends as any other: paid is confirmed, refunded is refunded, disputed is disputed, and the books agree', async () => {
    const [kept, refunded, disputed] = [await book(0), await book(1), await book(2)];
    const statuses = async () => (await Promise.all([kept, refunded, disputed].map((created) => customer.read(created)))).map(({ status, paymentStatus }) => `${status} ${paymentStatus}`);
    expect(await statuses()).toEqual(Array.from({ length: 3 }, () => 'pending_payment none'));

    product.clock.advance(2 * 60_000);
    await reconcileUnsettled(product.services);
    expect(await statuses()).toEqual(Array.from({ length: 3 }, () => 'confirmed paid'));

    const { payments } = product.services;
    const [refundId] = await withTenant(product.services.app, scope, (tx) =>
      payments.refundBooking(tx, { bookingId: refunded.booking.id as BookingId, amountMinor: 1000, reason: 'It rained.', now: product.clock.now() }));
    await payments.submitRefund(scope, refundId as RefundId);
    await control(`/charges/${await chargeOf(disputed)}/dispute`);
    product.clock.advance(2 * HOUR_MS);
    await reconcileUnsettled(product.services);
    await reconcileAccounts(product.services);

    expect(await statuses()).toEqual(['confirmed paid', 'confirmed partly_refunded', 'confirmed disputed']);
    product.clock.advance(24 * HOUR_MS);
    await checkLedgers(product.services);
    const checks = await withTenant(product.services.app, scope, async ({ sql }) => [
      ...(await sql<object[]>`select agrees, transactions, differences from ledger_checks where stripe_account_id = ${accountId}`),
    ]);
    expect(checks).toEqual([{ agrees: true, transactions: 6, differences: [] }]);

    const before = await snapshot();
    await control('/deliveries/release');
    // By now they are only repeated.
    await expect.poll(async () => ((await (await fetch(`${product.emulator.url}/_emulator/deliveries?state=pending`)).json()) as { data: object[] }).data, { timeout: 30_000 }).toEqual([]);
    expect(await snapshot()).toEqual(before);
  });

  it('is read before it is compared, by a worker that was away for hours', async () => {
    await control('/deliveries/hold');
    product.clock.advance(3 * 24 * HOUR_MS);
    await control('/payouts/run', { account: accountId });
    product.clock.advance(5 * HOUR_MS);
    await checkLedgers(product.services);
    const [latest] = await withTenant(product.services.app, scope, async ({ sql }) => [
      ...(await sql<object[]>`select agrees, differences from ledger_checks where stripe_account_id = ${accountId} order by checked_at desc limit 1`),
    ]);
    expect(latest).toEqual({ agrees: true, differences: [] });
    await control('/deliveries/release');
  });

  it('is told on the command line, with what differs', async () => {
    const lines = vi.spyOn(console, 'log').mockImplementation(() => {});
    try {
      await checkLedgerCommand(product.services, ['--tenant', 'bellaweddings']);
      expect(lines.mock.calls.map(([line]) => String(line))).toEqual([expect.stringMatching(/: 7 balance transactions, USD (-?\d+) \(Stripe \1\); agrees$/), 'All of 1 ledgers agree with Stripe’s books.']);
      await withTenant(product.services.app, scope, async ({ sql, tenantId }) => {
        await sql`insert into ledger_postings (tenant_id, id, livemode, kind, subject, stripe_account_id, currency, cause, created_at)
          values (${tenantId}, ${tenantId}, false, 'adjustment', 'planted', ${accountId}, 'USD', 'planted', now())`;
        await sql`insert into ledger_entries (tenant_id, id, livemode, posting_id, account, currency, amount_minor)
          select ${tenantId}, gen_random_uuid(), false, ${tenantId}, account, 'USD', amount from (values ('stripe_balance', 7), ('adjustments', -7)) as planted (account, amount)`;
      });
      await expect(checkLedgerCommand(product.services, ['--tenant', 'bellaweddings'])).rejects.toThrow('1 of 1 ledgers differ from Stripe’s books.');
      expect(String(lines.mock.calls.at(-1)?.[0])).toMatch(/^  sum: the balance: Stripe \d+, ledger \d+ USD$/);
    } finally {
      lines.mockRestore();
    }
  });

  /** All that must not be doubled. */
  function snapshot() {
    return withTenant(product.services.app, scope, async ({ sql }) => ({
      events: [...(await sql<object[]>`select type, count(*)::int from events where type <> 'account.updated' group by 1 order by 1`)],
      postings: [...(await sql<object[]>`select kind, subject from ledger_postings order by 1, 2`)],
      refunds: [...(await sql<object[]>`select id, status from refunds`)],
      bookings: [...(await sql<object[]>`select id, status, payment_status from bookings order by id`)],
    }));
  }
});
