import { randomBytes } from 'node:crypto';
import { startStripeEmulator, type RunningEmulator } from '@mais/stripe-emulator';
import { TestClock } from '@mais/test-kit';
import type Stripe from 'stripe';
import type { StripeConfig } from '../config/config.ts';
import { syncAccount, type ConnectContext, type OnboardingClaims } from '../features/connect/index.ts';
import { createPayments, type BookingPayments, type DeliveryOutcome, type Payment, type PaymentContext, type PaymentListener, type Payments } from '../features/payments/index.ts';
import { createSecrets } from '../features/secrets/index.ts';
import { createExpiringTokens } from '../platform/crypto/expiring-tokens.ts';
import { createMasterKeys } from '../platform/crypto/master-keys.ts';
import { createSealedBox } from '../platform/crypto/sealed-box.ts';
import { withTenant, type TenantScope, type TenantTx } from '../platform/db/with-tenant.ts';
import { newId, type BookingId, type Id, type TenantId } from '../platform/ids.ts';
import { createLogger } from '../platform/log.ts';
import { createStripe } from '../platform/stripe/create-stripe.ts';
import { createMigratedDatabase, type MigratedDatabase } from './database.ts';

/** What payments told its listener, in order. */
export interface Heard {
  readonly what: 'succeeded' | 'processing' | 'cancelled' | 'state';
  readonly bookingId: BookingId;
  readonly totals?: BookingPayments;
}

/** A tenant with its connected account at the emulator. */
export interface TestTenant {
  readonly scope: TenantScope;
  readonly accountId: string;
}

export interface DeliveryOptions {
  readonly endpoint?: 'platform' | 'connect';
  readonly secret?: string;
  /** By how much the signature's time is off; negative is in the past. */
  readonly skewSeconds?: number;
}

/** What a tenant of a test is like. */
export interface TenantOptions {
  readonly currency?: string;
  readonly country?: string;
}

/** Payments with whatever answers as Stripe. */
export interface PaymentsWorld {
  readonly database: MigratedDatabase;
  readonly stripe: Stripe;
  readonly config: StripeConfig;
  readonly clock: TestClock;
  readonly connect: ConnectContext;
  readonly payments: Payments & { setListener(listener: PaymentListener): void };
  readonly heard: Heard[];
  /** Called inside the transaction when a payment has succeeded, after it was recorded. */
  onSucceeded: ((tx: TenantTx, payment: Payment, context: PaymentContext) => Promise<void>) | null;
  /** A tenant that has this account at Stripe already, or none yet. */
  addTenant(accountId: string | null, options?: TenantOptions): Promise<TenantScope>;
  newBooking(tenant: TestTenant, amountMinor: number): Promise<BookingId>;
  /** A payment that waits for its intent. */
  openPayment(tenant: TestTenant, options?: { amountMinor?: number; commissionBps?: number; bookingId?: BookingId; purpose?: Payment['purpose']; savesMethod?: boolean }): Promise<Payment>;
  /** A payment whose intent the customer can pay. */
  newPayment(tenant: TestTenant, options?: { amountMinor?: number; commissionBps?: number; bookingId?: BookingId }): Promise<Payment>;
  /** A payment that succeeded and of which we have heard. */
  paidPayment(tenant: TestTenant, options?: { amountMinor?: number; commissionBps?: number; bookingId?: BookingId; card?: string }): Promise<Payment>;
  readPayment(tenant: TestTenant, payment: Pick<Payment, 'bookingId' | 'id'>): Promise<Payment>;
  /** What the customer does with a card; a decline is no error here. */
  pay(tenant: TestTenant, payment: Payment, card?: string): Promise<void>;
  /** The account's events about one object, oldest first, as Stripe would send them. */
  eventsAbout(tenant: TestTenant, objectId: string): Promise<Stripe.Event[]>;
  /** Delivers every event of the account that wasn't delivered by this yet, oldest first unless said otherwise. */
  deliverNews(tenant: TestTenant, options?: { newestFirst?: boolean }): Promise<void>;
  deliver(event: Stripe.Event, options?: DeliveryOptions): Promise<DeliveryOutcome>;
  close(): Promise<void>;
}

export interface PaymentsFixture extends PaymentsWorld {
  readonly emulator: RunningEmulator;
  /** With an account at the emulator. */
  newTenant(options?: TenantOptions): Promise<TestTenant>;
  /** Talks to the emulator's controls. */
  control(path: string, form?: Record<string, string>, method?: 'POST' | 'DELETE'): Promise<void>;
}

const SECRETS = { platform: 'whsec_platform_test', connect: 'whsec_connect_test' } as const;

/** Payments on a real database and the Stripe emulator; only the listener is the test's own. */
export async function createPaymentsFixture(): Promise<PaymentsFixture> {
  const [database, emulator] = await Promise.all([createMigratedDatabase(), startStripeEmulator()]);
  const world = createPaymentsWorld(database, { secretKey: 'sk_test_fixture', apiUrl: emulator.url });
  const fixture: PaymentsFixture = Object.assign(world, {
    emulator,
    newTenant: (options?: TenantOptions) => newTenant(fixture, options),
    async control(path: string, form: Record<string, string> = {}, method: 'POST' | 'DELETE' = 'POST') {
      const response = await fetch(`${emulator.url}/_emulator${path}`, { method, ...(method === 'POST' ? { body: new URLSearchParams(form) } : {}) });
      if (!response.ok) throw new Error(`the emulator answered ${response.status} to ${path}: ${await response.text()}`);
    },
    async close() {
      await Promise.all([database.close(), emulator.close()]);
    },
  });
  return fixture;
}

/** @param target where Stripe is: its own address when `apiUrl` is null */
export function createPaymentsWorld(database: MigratedDatabase, target: { readonly secretKey: string; readonly apiUrl: string | null }): PaymentsWorld {
  const config: StripeConfig = {
    ...target, publishableKey: 'pk_test_fixture', platformWebhookSecret: SECRETS.platform, connectWebhookSecret: SECRETS.connect,
    livemode: false, scriptUrl: 'http://127.0.0.1/js',
  };
  const stripe = createStripe(config);
  const clock = new TestClock(new Date());
  const log = createLogger({ level: 'silent', name: 'test' });
  const masterKeys = createMasterKeys(randomBytes(32), null);
  const connect: ConnectContext = {
    stripe, config, clock, log, app: database.app, publicUrl: 'http://127.0.0.1', paymentDomains: [], secrets: createSecrets(masterKeys),
    tokens: createExpiringTokens<OnboardingClaims>('t'.repeat(32), 'onboarding'),
  };
  const payments = createPayments({
    stripe, config, clock, database: database.app,
    sealedBox: createSealedBox(masterKeys, 'client secrets'),
    log,
    syncAccount: (scope, because, first) => syncAccount(connect, scope, because, first),
    declinesPerBooking: Number.POSITIVE_INFINITY,
    async findAccountOwner(accountId) {
      const [row] = await database.platform<{ tenantId: TenantId; livemode: boolean }[]>`
        select tenant_id, livemode from stripe_accounts where account_id = ${accountId}`;
      return row ?? null;
    },
  });
  const heard: Heard[] = [];
  const told = new Set<string>();
  const fixture: PaymentsWorld = {
    database, stripe, config, clock, connect, payments, heard, onSucceeded: null,
    addTenant: (accountId, options) => insertTenant(fixture, accountId, options),
    newBooking: (tenant, amountMinor) => insertBooking(fixture, tenant, amountMinor),
    async openPayment(tenant, { amountMinor = 10_000, commissionBps = 1250, bookingId, purpose = 'full', savesMethod = false } = {}) {
      const booking = bookingId ?? (await insertBooking(fixture, tenant, amountMinor));
      return withTenant(database.app, tenant.scope, async (tx) => payments.openPayment(tx, {
        bookingId: booking, purpose, amountMinor, commissionBps, currency: await currencyOf(tx), stripeAccountId: tenant.accountId, allowsRedirects: false, savesMethod,
        now: clock.now(),
      }));
    },
    async newPayment(tenant, options) {
      const payment = await fixture.openPayment(tenant, options);
      await payments.ensureIntent(tenant.scope, payment.id, { description: 'A day', metadata: { reference: 'TEST-1' } });
      return fixture.readPayment(tenant, payment);
    },
    async paidPayment(tenant, { card, ...options } = {}) {
      const payment = await fixture.newPayment(tenant, options);
      await fixture.pay(tenant, payment, card);
      for (const event of await fixture.eventsAbout(tenant, intentOf(payment))) await fixture.deliver(event);
      return fixture.readPayment(tenant, payment);
    },
    async readPayment(tenant, { bookingId, id }) {
      const all = await withTenant(database.app, tenant.scope, (tx) => payments.listBookingPayments(tx, bookingId));
      const found = all.find((payment) => payment.id === id);
      if (found === undefined) throw new Error(`there is no payment ${id}`);
      return found;
    },
    async pay(tenant, payment, card = 'pm_card_visa') {
      const confirming = stripe.paymentIntents.confirm(intentOf(payment), { payment_method: card }, { stripeAccount: tenant.accountId });
      await confirming.catch((error: { type?: string }) => {
        if (error.type !== 'StripeCardError') throw error;
      });
    },
    async eventsAbout(tenant, objectId) {
      const events = await stripe.events.list({ limit: 100 }, { stripeAccount: tenant.accountId });
      return events.data.filter((event) => 'id' in event.data.object && event.data.object.id === objectId).toReversed();
    },
    async deliverNews(tenant, { newestFirst = false } = {}) {
      const events = await stripe.events.list({ limit: 100 }, { stripeAccount: tenant.accountId }).autoPagingToArray({ limit: 10_000 });
      const news = events.filter(({ id }) => !told.has(id));
      for (const event of newestFirst ? news : news.toReversed()) {
        told.add(event.id);
        await fixture.deliver(event);
      }
    },
    deliver(event, { endpoint = 'connect', secret = SECRETS[endpoint], skewSeconds = 0 } = {}) {
      const payload = JSON.stringify(event);
      const timestamp = Math.floor(clock.now().getTime() / 1000) + skewSeconds;
      const signature = stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
      return payments.handleStripeEvent({ rawBody: Buffer.from(payload), signature, endpoint });
    },
    close: () => database.close(),
  };
  payments.setListener(recordingListener(fixture));
  return fixture;
}

/** @throws when the payment has no intent yet */
export function intentOf(payment: Payment): string {
  if (payment.paymentIntentId === null) throw new Error(`payment ${payment.id} has no intent`);
  return payment.paymentIntentId;
}

function recordingListener(fixture: PaymentsWorld): PaymentListener {
  return {
    async paymentSucceeded(tx, payment, context) {
      fixture.heard.push({ what: 'succeeded', bookingId: payment.bookingId });
      await fixture.onSucceeded?.(tx, payment, context);
    },
    async paymentProcessing(_tx, payment) {
      fixture.heard.push({ what: 'processing', bookingId: payment.bookingId });
    },
    async paymentCancelled(_tx, payment) {
      fixture.heard.push({ what: 'cancelled', bookingId: payment.bookingId });
    },
    async paymentStateChanged(_tx, bookingId, totals) {
      fixture.heard.push({ what: 'state', bookingId, totals });
    },
  };
}

async function newTenant(fixture: PaymentsFixture, options: TenantOptions = {}): Promise<TestTenant> {
  const { currency = 'USD', country = 'US' } = options;
  const accountId = `acct_${newId().replaceAll('-', '')}`;
  await fixture.control('/accounts', { id: accountId, country, default_currency: currency.toLowerCase() });
  return { accountId, scope: await fixture.addTenant(accountId, options) };
}

async function insertTenant(fixture: PaymentsWorld, accountId: string | null, { currency = 'USD', country = 'US' }: TenantOptions = {}): Promise<TenantScope> {
  const tenantId = newId<TenantId>();
  const scope = { tenantId, livemode: false };
  await withTenant(fixture.database.app, scope, async ({ sql }) => {
    await sql`insert into tenants (id, slug, name, email, country, currency, time_zone, commission_bps)
      values (${tenantId}, ${`t-${tenantId}`}, 'Test', 'test@example.com', ${country}, ${currency}, 'UTC', 1250)`;
    if (accountId !== null) await sql`insert into stripe_accounts (tenant_id, livemode, account_id) values (${tenantId}, false, ${accountId})`;
    const schedule = newId();
    await sql`insert into schedules (tenant_id, id, name) values (${tenantId}, ${schedule}, 'Hours')`;
    await sql`insert into packages (tenant_id, id, slug, name, kind, price_minor, schedule_id) values (${tenantId}, ${newId()}, 'day', 'A day', 'day', 10000, ${schedule})`;
  });
  return scope;
}

/** The least that a payment needs: a hold, a customer and a booking that waits to be paid. */
async function insertBooking(fixture: PaymentsWorld, { scope }: TestTenant, amountMinor: number): Promise<BookingId> {
  const [bookingId, holdId, customerId] = [newId<BookingId>(), newId<Id<'hold'>>(), newId<Id<'customer'>>()];
  const { tenantId } = scope;
  const times = { starts: new Date('2027-06-01T00:00:00Z'), ends: new Date('2027-06-02T00:00:00Z'), expires: new Date('2027-01-01T00:00:00Z') };
  await withTenant(fixture.database.app, scope, async ({ sql }) => {
    await sql`insert into holds (tenant_id, id, livemode, package_id, party_size, starts_at, ends_at, expires_at)
      select ${tenantId}, ${holdId}, false, id, 1, ${times.starts}, ${times.ends}, ${times.expires} from packages`;
    const email = `${customerId}@example.com`;
    await sql`insert into customers (tenant_id, id, livemode, email, email_normalised, name) values (${tenantId}, ${customerId}, false, ${email}, ${email}, 'Ana')`;
    await sql`insert into bookings (tenant_id, id, livemode, reference, hold_id, package_id, customer_id, status, package_slug, package_name, starts_at, ends_at,
        blocked_starts_at, blocked_ends_at, day_local, tenant_time_zone, party_size, currency, subtotal_minor, tax_minor, total_minor, due_now_minor, commission_bps, expires_at)
      select ${tenantId}, ${bookingId}, false, ${bookingId}, ${holdId}, packages.id, ${customerId}, 'pending_payment', packages.slug, packages.name, ${times.starts}, ${times.ends},
        ${times.starts}, ${times.ends}, '2027-06-01', 'UTC', 1, currency, ${amountMinor}, 0, ${amountMinor}, ${amountMinor}, 1250, ${times.expires}
      from packages join tenants on tenants.id = tenant_id`;
  });
  return bookingId;
}

async function currencyOf(tx: TenantTx): Promise<string> {
  const [row] = await tx.sql<{ currency: string }[]>`select currency from tenants`;
  if (row === undefined) throw new Error('there is no such tenant');
  return row.currency;
}
