import { keyScopes, type ApiKeyCreated, type Availability, type Booking, type BookingCreated, type Hold, type Package, type PackageList } from '@mais/contract';
import { ensureDomains, keepRestrictedKey } from '../features/connect/index.ts';
import { createApiKey } from '../features/api-keys/index.ts';
import { findEvent, recordEvent } from '../features/events/index.ts';
import { offerPlaces } from '../features/waitlist/index.ts';
import { hashApiKey } from '../features/tenants/api-key.ts';
import { createWebhookEndpoint, sendLane } from '../features/webhooks/index.ts';
import { withTenant, type TenantScope } from '../platform/db/with-tenant.ts';
import { newId, type FileId, type PaymentId, type WebhookEndpointId } from '../platform/ids.ts';
import { answered, createCustomer, type Customer } from './booking-steps.ts';
import { createLine, type OwnEntry } from './waitlist-steps.ts';
import type { ProductFixture } from './product-fixture.ts';

/** A sample tenant whose every table has rows, made by customers who really booked. */
export interface FurnishedTenant {
  readonly slug: string;
  /** Test data. */
  readonly scope: TenantScope;
  readonly testKey: string;
  readonly liveKey: string;
  /** With all scopes, of test data. */
  readonly secretKey: string;
  /** The id of another secret key. */
  readonly otherKeyId: string;
  readonly country: string;
  /** Of the tenant's account at Stripe. */
  readonly restrictedKey: string;
  /** A webhook endpoint that nobody answers at, and a delivery that waits for it. */
  readonly webhook: { readonly endpointId: string; readonly deliveryId: string };
  readonly origin: string;
  readonly originId: string;
  readonly customer: Customer;
  readonly packageSlugs: readonly string[];
  /** The slug of a package that costs something, and of one of its add-ons. */
  readonly paid: { readonly packageSlug: string; readonly addOnSlug: string };
  readonly holds: Readonly<Record<'active' | 'released', Hold>>;
  readonly bookings: Readonly<Record<'paid' | 'pending' | 'cancelled' | 'refunded', BookingCreated>>;
  /** Of a file that the paid booking has. */
  readonly fileId: string;
  /** A file of the active hold, that nobody has booked with. */
  readonly upload: { readonly id: string };
  /** Of the package that costs something. */
  readonly promo: { readonly id: string; readonly code: string };
  readonly zoneId: string;
  /** Of a question that was asked once. */
  readonly questionSlug: string;
  readonly daySurchargeId: string;
  /** When it is open, what its bookings take, and when it is away. */
  readonly hours: { readonly scheduleId: string; readonly resource: { readonly id: string; readonly version: number }; readonly closureId: string };
  /** A customer whose one booking has ended. */
  readonly customerId: string;
  /** The idempotency key of the pending booking. */
  readonly usedKey: string;
  /** Who waits at a start that is full, and to whom another one is offered. */
  readonly waitlist: { readonly fullStart: string; readonly waiting: OwnEntry; readonly offered: OwnEntry };
  /** A start that nobody has. */
  readonly freeStart: string;
}

/** Books, pays, cancels and refunds at a sample tenant of the fixture, and gives it a website and a live key. */
export async function furnishTenant(product: ProductFixture, slug: string): Promise<FurnishedTenant> {
  const customer = createCustomer(product, slug);
  const { packages } = await answered<PackageList>(await customer.send('GET', '/packages'), 200);
  const item = packages.find((candidate) => candidate.priceMinor > 0 && candidate.addOns.length > 0 && candidate.minPartySize === 1);
  if (!item) throw new Error(`${slug} sells nothing with an add-on to one person`);
  const starts = spaced(await customer.listStarts(item.slug));
  if (starts.length < 9) throw new Error(`${slug} offers too few times to furnish it`);
  const start = (index: number): string => starts[index] ?? '';
  const addOns = item.addOns.slice(0, 1).map((addOn) => ({ addOn: addOn.slug, quantity: 1 }));
  const usedKey = `key-of-${slug}`;
  const book = async (index: number, key?: string) =>
    customer.book(await customer.hold(item.slug, start(index)), { addOns, email: `customer-${index}@${slug}.example`, ...(key === undefined ? {} : { key }) });

  const [paid, pending, cancelled, refunded, released, active] = await Promise.all([
    book(0), book(1, usedKey), book(2), book(3), customer.hold(item.slug, start(4)), customer.hold(item.slug, start(5)),
  ]);
  await answered<{ booking: Booking }>(await customer.send('POST', `/bookings/${cancelled.booking.id}/cancel`, { token: cancelled.token }), 200);
  await customer.send('DELETE', `/holds/${released.id}`, { token: released.token });
  await Promise.all([paid, refunded].map(async (created) => {
    await customer.pay(created);
    await customer.readUntil(created, ({ status }) => status === 'confirmed');
  }));

  const tenant = await product.services.directory.findBySlug(slug);
  if (!tenant) throw new Error(`there is no tenant ${slug}`);
  const scope = { tenantId: tenant.id, livemode: false };
  await refund(product, scope, refunded);
  await customer.readUntil(refunded, ({ paymentStatus }) => paymentStatus === 'refunded');
  await openDispute(product, scope, paid);
  const accountId = tenant.accounts.find(({ livemode }) => livemode === scope.livemode)?.accountId ?? '';
  await product.services.payments.reconcileAccount(scope, accountId);
  await product.services.payments.checkLedger(scope, accountId);
  const liveKey = `pk_live_${slug}_fixture`;
  const origin = `https://www.${slug}.example`;
  const originId = newId();
  await giveWebsite(product, scope, { liveKey, origin, originId });
  const fileId = await giveFile(product, scope, { slug, bookingId: paid.booking.id });
  const prices = await givePrices(product, scope, { slug, packageSlug: item.slug, bookingId: paid.booking.id });
  const { key: secretKey } = await makeSecretKey(product, scope);
  const restrictedKey = await keepStripeThings(product, scope, slug);
  const webhook = await giveWebhook(product, scope, slug);
  const waitlist = await giveWaitlist(product, scope, { slug, item, starts: [start(7), start(8)] });
  const otherKeyId = (await makeSecretKey(product, scope)).apiKey.id;
  return {
    slug, scope, liveKey, secretKey, otherKeyId, restrictedKey, webhook, waitlist, origin, originId, customer,
    country: tenant.country,
    testKey: `pk_test_${slug}_sample`,
    packageSlugs: packages.map((candidate) => candidate.slug),
    paid: { packageSlug: item.slug, addOnSlug: item.addOns[0]?.slug ?? '' },
    holds: { active, released },
    bookings: { paid, pending, cancelled, refunded },
    fileId,
    upload: { id: await giveFile(product, scope, { slug: `the hold of ${slug}`, holdId: active.id }) },
    ...prices,
    questionSlug: await giveQuestion(product, scope, slug),
    hours: await findHours(product, scope),
    customerId: await findCustomerOf(product, scope, cancelled),
    usedKey,
    freeStart: start(6),
  };
}

async function findCustomerOf(product: ProductFixture, scope: TenantScope, { booking }: BookingCreated): Promise<string> {
  const [row] = await withTenant(product.database.app, scope, ({ sql, tenantId }) => sql<{ customerId: string }[]>`select customer_id from bookings where tenant_id = ${tenantId} and id = ${booking.id}`);
  return row?.customerId ?? '';
}

async function findHours(product: ProductFixture, scope: TenantScope): Promise<FurnishedTenant['hours']> {
  const [row] = await withTenant(product.database.app, scope, ({ sql, tenantId }) => sql<FurnishedTenant['hours'][]>`
    select (select id from schedules where tenant_id = ${tenantId} order by id limit 1) as schedule_id, (select id from blackouts where tenant_id = ${tenantId} order by id limit 1) as closure_id,
      (select jsonb_build_object('id', id, 'version', version) from resources where tenant_id = ${tenantId} and is_default) as resource`);
  if (!row) throw new Error('the tenant has no hours');
  return row;
}

/** A secret key with all scopes. */
export async function giveSecretKey(product: Pick<ProductFixture, 'database' | 'clock'>, scope: TenantScope): Promise<string> {
  return (await makeSecretKey(product, scope)).key;
}

function makeSecretKey(product: Pick<ProductFixture, 'database' | 'clock'>, scope: TenantScope): Promise<ApiKeyCreated> {
  const maker = { actor: 'test', scopes: keyScopes, now: product.clock.now() };
  return withTenant(product.database.app, scope, (tx) => createApiKey(tx, maker, { kind: 'secret', name: 'server' }));
}

/** A restricted key and a domain; neither is needed to be paid. */
async function keepStripeThings(product: ProductFixture, scope: TenantScope, slug: string): Promise<string> {
  const { connect, directory } = product.services;
  const account = (await directory.findBySlug(slug))?.accounts.find(({ livemode }) => livemode === scope.livemode);
  if (!account) throw new Error(`${slug} has no account`);
  const key = account.accountId.replace('acct_', 'rk_test_');
  await keepRestrictedKey(connect, scope, key, { actor: 'test', cause: 'test', now: product.clock.now() });
  await ensureDomains({ ...connect, paymentDomains: [`book.${slug}.example`] }, scope);
  return key;
}

/** As if the package had asked for one. */
async function giveFile(product: ProductFixture, scope: TenantScope, given: { slug: string } & ({ bookingId: string } | { holdId: string })): Promise<string> {
  const id = newId<FileId>();
  const [bookingId, holdId] = 'bookingId' in given ? [given.bookingId, null] : [null, given.holdId];
  const bytes = Buffer.from(`%PDF-1.7\n% of ${given.slug}\n%%EOF\n`);
  await product.services.files.storage.write({ tenantId: scope.tenantId, id }, bytes);
  await withTenant(product.database.app, scope, ({ sql, tenantId }) => sql`
    insert into files (tenant_id, id, livemode, hold_id, booking_id, name, media_type, size_bytes, sha256, created_at, stored_at)
    values (${tenantId}, ${id}, false, coalesce(${holdId}::uuid, (select hold_id from bookings where tenant_id = ${tenantId} and id = ${bookingId})), ${bookingId},
      ${`Passport for ${given.slug}.pdf`}, 'application/pdf', ${bytes.length}, sha256(${bytes}), now(), now())`);
  return id;
}

async function giveQuestion(product: ProductFixture, scope: TenantScope, slug: string): Promise<string> {
  const questionSlug = `guests-of-${slug}`;
  await withTenant(product.database.app, scope, ({ sql, tenantId }) => sql`
    insert into custom_fields (tenant_id, id, slug, entity, kind, label, active) values (${tenantId}, ${newId()}, ${questionSlug}, 'booking', 'number', ${`How many come to ${slug}?`}, false)`);
  return questionSlug;
}

async function giveWebhook(product: ProductFixture, scope: TenantScope, slug: string): Promise<FurnishedTenant['webhook']> {
  const { webhooks, eventReceivers } = product.services;
  const by = { actor: 'test', requestId: 'req_test', now: product.clock.now() };
  const subjectId = newId();
  const { endpoint, event } = await withTenant(product.database.app, scope, async (tx) => {
    // Nothing listens on this machine's port 1.
    const made = await createWebhookEndpoint(webhooks, tx, { url: `http://127.0.0.1:1/hooks-of-${slug}`, eventTypes: ['payout.paid'] }, by);
    const eventId = await recordEvent(tx, { type: 'payout.paid', bookingId: null, subjectId, at: by.now });
    return { endpoint: made.endpoint, event: await findEvent(tx, eventId) };
  });
  if (event) for (const receive of eventReceivers) await receive(scope, event);
  await sendLane(webhooks, scope, { endpointId: endpoint.id as WebhookEndpointId, subjectId });
  const [row] = await withTenant(product.database.app, scope, (tx) => tx.sql<{ id: string }[]>`
    select id from webhook_deliveries where tenant_id = ${tx.tenantId} and endpoint_id = ${endpoint.id}`);
  return { endpointId: endpoint.id, deliveryId: row?.id ?? '' };
}

/** Two starts that are full, with somebody who waits at each; at the second one a place comes free. */
async function giveWaitlist(product: ProductFixture, scope: TenantScope, given: { slug: string; item: Package; starts: readonly [string, string] }): Promise<FurnishedTenant['waitlist']> {
  const { slug, item, starts: [fullStart, freedStart] } = given;
  const line = createLine(product, slug);
  const { customer } = line;
  const emails = { waiting: `waiting@${slug}.example`, offered: `offered@${slug}.example` };
  const fill = async (startsAt: string): Promise<Hold[]> => {
    const holds: Hold[] = [];
    for (;;) {
      const query = new URLSearchParams({ package: item.slug, from: startsAt.slice(0, 10), to: new Date(Date.parse(startsAt) + 86_400_000).toISOString().slice(0, 10), partySize: '1' });
      const { days } = await answered<Availability>(await customer.send('GET', `/availability?${query}`), 200);
      const slot = days.flatMap(({ slots }) => slots).find((candidate) => candidate.startsAt === startsAt);
      if (!slot) return holds;
      holds.push(await customer.hold(item.slug, startsAt, item.kind === 'session' ? Math.min(slot.remaining, item.maxPartySize) : 1));
    }
  };
  const [, [freed]] = [await fill(fullStart), await fill(freedStart)];
  await line.join(emails.waiting, { package: item.slug, startsAt: fullStart });
  await line.join(emails.offered, { package: item.slug, startsAt: freedStart });
  if (freed) await customer.send('DELETE', `/holds/${freed.id}`, { token: freed.token });
  await offerPlaces(product.services.waitlist, scope, null);
  await withTenant(product.database.app, scope, ({ sql, tenantId }) => sql`
    insert into waitlist_settings (tenant_id, offer_minutes, updated_at) values (${tenantId}, 60, ${product.clock.now()})`);
  return { fullStart, waiting: await line.own(emails.waiting), offered: await line.own(emails.offered) };
}

/** Starts far enough apart not to want the same room. */
function spaced(starts: readonly string[]): string[] {
  const apartMs = 6 * 3_600_000;
  const chosen: string[] = [];
  for (const start of starts) if (Date.parse(start) - Date.parse(chosen.at(-1) ?? '1970-01-01') >= apartMs) chosen.push(start);
  return chosen;
}

async function refund(product: ProductFixture, scope: TenantScope, created: BookingCreated): Promise<void> {
  const { payments } = product.services;
  const refundId = await withTenant(product.database.app, scope, async (tx) => {
    const [row] = await tx.sql<{ id: PaymentId; amountMinor: number }[]>`
      select id, amount_minor from payments where tenant_id = ${tx.tenantId} and payment_intent_id = ${created.payment?.paymentIntentId ?? ''}`;
    if (!row) throw new Error('nothing was paid');
    return payments.requestRefund(tx, { paymentId: row.id, amountMinor: row.amountMinor, reason: 'asked_by_customer', now: product.clock.now() });
  });
  await payments.submitRefund(scope, refundId);
}

/** A promo code that a booking has used, days that cost more next century, and a zone that no package asks for. */
async function givePrices(product: ProductFixture, scope: TenantScope, given: { slug: string; packageSlug: string; bookingId: string }): Promise<Pick<FurnishedTenant, 'promo' | 'zoneId' | 'daySurchargeId'>> {
  const now = product.clock.now();
  const code = `LESS-AT-${given.slug.toUpperCase()}`;
  const codeId = newId();
  const zoneId = newId();
  const surchargeId = newId();
  await withTenant(product.database.app, scope, async ({ sql, tenantId }) => {
    await sql`insert into promo_codes (tenant_id, id, code, kind, percent_bps, max_uses, for_all_packages, created_at, updated_at)
      values (${tenantId}, ${codeId}, ${code}, 'percent', 1000, 100, false, ${now}, ${now})`;
    await sql`insert into promo_code_packages (tenant_id, promo_code_id, package_id)
      select ${tenantId}, ${codeId}, id from packages where tenant_id = ${tenantId} and slug = ${given.packageSlug}`;
    await sql`insert into promo_uses (tenant_id, id, livemode, promo_code_id, booking_id, customer_id, code, percent_bps, claimed_at)
      select ${tenantId}, ${newId()}, false, ${codeId}, id, customer_id, ${code}, 1000, ${now} from bookings where tenant_id = ${tenantId} and id = ${given.bookingId}`;
    await sql`insert into day_surcharges (tenant_id, id, name, starts_on, percent_bps, for_all_packages) values (${tenantId}, ${surchargeId}, ${`Far days of ${given.slug}`}, '2101-01-01', 1000, false)`;
    await sql`insert into package_day_surcharges (tenant_id, package_id, day_surcharge_id)
      select ${tenantId}, id, ${surchargeId} from packages where tenant_id = ${tenantId} and slug = ${given.packageSlug}`;
    await sql`insert into pricing_zones (tenant_id, id, name, areas, surcharge_minor, created_at, updated_at)
      values (${tenantId}, ${zoneId}, ${`Around ${given.slug}`}, '{10115..14199,20*}', 500, ${now}, ${now})`;
  });
  return { promo: { id: codeId, code }, zoneId, daySurchargeId: surchargeId };
}

/** The bank only asks, so that the payment can still be refunded. */
async function openDispute(product: ProductFixture, scope: TenantScope, created: BookingCreated): Promise<void> {
  const read = () => withTenant(product.database.app, scope, async ({ sql, tenantId }) => {
    const [row] = await sql<{ chargeId: string; disputes: number }[]>`
      select charge_id, (select count(*)::int from disputes where tenant_id = ${tenantId}) as disputes from payments
      where tenant_id = ${tenantId} and payment_intent_id = ${created.payment?.paymentIntentId ?? ''}`;
    if (!row) throw new Error('nothing was paid');
    return row;
  });
  const { chargeId } = await read();
  const response = await fetch(`${product.emulator.url}/_emulator/charges/${chargeId}/dispute`, { method: 'POST', body: new URLSearchParams({ inquiry: 'true' }) });
  if (!response.ok) throw new Error(`the emulator answered ${response.status}: ${await response.text()}`);
  for (const deadline = Date.now() + 15_000; (await read()).disputes === 0;) {
    if (Date.now() > deadline) throw new Error('the dispute was not heard of');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function giveWebsite(product: ProductFixture, scope: TenantScope, given: { liveKey: string; origin: string; originId: string }): Promise<void> {
  await withTenant(product.database.app, scope, async ({ sql, tenantId }) => {
    await sql`insert into tenant_origins (tenant_id, id, origin) values (${tenantId}, ${given.originId}, ${given.origin})`;
    await sql`insert into api_keys (tenant_id, id, kind, livemode, key_hash, hint)
      values (${tenantId}, ${newId()}, 'publishable', true, ${hashApiKey(given.liveKey)}, ${given.liveKey})`;
    await sql`insert into mail_settings (tenant_id, footer, updated_at) values (${tenantId}, ${`Find us at ${given.origin}`}, ${product.clock.now()})`;
    await sql`insert into emails (tenant_id, id, livemode, kind, occasion, event_id, booking_id, next_attempt_at, created_at)
      select tenant_id, ${newId()}, livemode, 'confirmation', id, id, booking_id, occurred_at, occurred_at from events where tenant_id = ${tenantId} and type = 'booking.confirmed' limit 1`;
    // What the samples don't have: shorter hours on one day, and a day off.
    const [schedule] = await sql<{ id: string }[]>`select id from schedules where tenant_id = ${tenantId} order by id limit 1`;
    await sql`insert into date_overrides (tenant_id, schedule_id, day_local) values (${tenantId}, ${schedule?.id ?? ''}, '2031-01-01')`;
    await sql`insert into date_override_ranges (tenant_id, schedule_id, day_local, start_minute, end_minute)
      values (${tenantId}, ${schedule?.id ?? ''}, '2031-01-01', 600, 720)`;
    // No money of a test is ever old enough to be paid out.
    await sql`insert into payouts (tenant_id, id, livemode, stripe_account_id, stripe_payout_id, status, currency, amount_minor, arrives_at, initiated_at, updated_at)
      values (${tenantId}, ${newId()}, false, ${`acct_${tenantId}`}, ${`po_${tenantId}`}, 'paid', 'EUR', 1000, now(), now(), now())`;
    await sql`insert into blackouts (tenant_id, id, starts_on, ends_on, reason) values (${tenantId}, ${newId()}, '2031-02-01', '2031-02-02', ${`Away from ${given.origin}`})`;
  });
}
