import type { BookingCreated } from '@mais/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendDueMail } from '../../jobs/sweep-due.ts';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import { answered, createCustomer } from '../../testing/booking-steps.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { startMailServer, type MailServer } from '../../testing/mail-server.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { workOutbox } from '../../testing/work-outbox.ts';
import { recordEvent } from '../events/index.ts';

const HOUR_MS = 3_600_000;

describe('a reminder', () => {
  let product: ProductFixture;
  let server: MailServer;
  let scope: TenantScope;
  let key: string;
  let taken = 0;
  beforeAll(async () => {
    server = await startMailServer();
    product = await createProductFixture({ smtpUrl: server.url });
    const tenant = await product.services.directory.findBySlug('matsuritea');
    scope = { tenantId: tenant?.id as TenantScope['tenantId'], livemode: false };
    key = await giveSecretKey(product, scope);
  });
  afterAll(async () => {
    await product.close();
    await server.close();
  });
  beforeEach(async () => {
    await put({ reminderHours: 24 });
    server.received.length = 0;
  });

  const inTenant: <T>(work: Parameters<typeof withTenant<T>>[2]) => Promise<T> = (work) => withTenant(product.database.app, scope, work);

  function send(method: string, body?: unknown): Promise<Response> {
    return product.request('/api/v1/tenant/mail-settings', {
      method, headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  function put(change: object): Promise<unknown> {
    return send('PUT', { replyTo: null, footer: '', reminderHours: 24, ...change }).then((response) => answered(response, 200));
  }

  /** Confirmed, and at least three days from now. */
  async function book(): Promise<BookingCreated> {
    const customer = createCustomer(product, 'matsuritea');
    const starts = (await customer.listStarts('tasting')).filter((start) => Date.parse(start) > product.clock.now().getTime() + 72 * HOUR_MS);
    taken += 1;
    const created = await customer.book(await customer.hold('tasting', starts[taken] ?? ''));
    await workOutbox(product.services);
    return created;
  }

  /** Goes to so many hours before the start, and does what is due then. */
  async function goTo(created: BookingCreated, hoursBefore: number): Promise<void> {
    product.clock.set(new Date(Date.parse(created.booking.startsAt) - hoursBefore * HOUR_MS));
    await sendDueMail(product.services);
  }

  function reminders({ booking }: BookingCreated): number {
    return server.received.filter(({ mail }) => mail.subject === `See you soon · ${booking.reference}`).length;
  }

  it('is sent once, a day before the start, with the calendar file', async () => {
    const created = await book();
    await goTo(created, 24.01);
    expect(reminders(created)).toBe(0);
    await goTo(created, 24);
    expect(reminders(created)).toBe(1);
    await goTo(created, 20);
    await product.services.platform`update outbox set dispatched_at = null where topic = 'event.dispatch'`;
    await workOutbox(product.services);
    await goTo(created, 1);
    expect(reminders(created)).toBe(1);
    expect(server.received.find(({ mail }) => mail.subject?.startsWith('See you soon'))?.mail.attachments).toHaveLength(1);
  });

  it('is not sent for a cancelled booking, nor after the start', async () => {
    const cancelled = await book();
    await inTenant((tx) => tx.sql`update bookings set status = 'cancelled' where tenant_id = ${tx.tenantId} and id = ${cancelled.booking.id}`);
    await goTo(cancelled, 12);
    const late = await book();
    await goTo(late, -1);
    expect([reminders(cancelled), reminders(late)]).toEqual([0, 0]);
    const rows = await inTenant((tx) => tx.sql<{ status: string }[]>`
      select status from emails where tenant_id = ${tx.tenantId} and kind = 'reminder' and booking_id in (${cancelled.booking.id}, ${late.booking.id})`);
    expect(rows.map(({ status }) => status)).toEqual(['skipped', 'skipped']);
  });

  it('follows a booking to its new time', async () => {
    const created = await book();
    const later = new Date(Date.parse(created.booking.startsAt) + 48 * HOUR_MS);
    await inTenant(async (tx) => {
      await tx.sql`update bookings set starts_at = ${later}, ends_at = ${new Date(later.getTime() + HOUR_MS)} where tenant_id = ${tx.tenantId} and id = ${created.booking.id}`;
      await recordEvent(tx, { type: 'booking.rescheduled', bookingId: created.booking.id as BookingId, at: product.clock.now() });
    });
    await workOutbox(product.services);
    await goTo(created, 20);
    expect(reminders(created)).toBe(0);
    product.clock.set(new Date(later.getTime() - 24 * HOUR_MS));
    await sendDueMail(product.services);
    expect(reminders(created)).toBe(1);
  });

  it('is sent when the business wants it, also where the wish came later', async () => {
    const created = await book();
    await put({ reminderHours: 48, footer: '1 Tea Street', replyTo: 'desk@matsuritea.example' });
    expect(await answered(await send('GET'), 200)).toEqual({ reminderHours: 48, footer: '1 Tea Street', replyTo: 'desk@matsuritea.example' });
    await goTo(created, 48);
    expect(reminders(created)).toBe(1);
    expect(server.received.at(-1)?.mail).toMatchObject({ replyTo: { value: [{ address: 'desk@matsuritea.example' }] }, text: expect.stringContaining('1 Tea Street') as string });
    const unwanted = await book();
    await put({ reminderHours: 0 });
    await goTo(unwanted, 2);
    expect(reminders(unwanted)).toBe(0);
  });

  it('is not made for a booking that begins sooner', async () => {
    await put({ reminderHours: 720 });
    const created = await book();
    expect(await inTenant((tx) => tx.sql`select 1 from emails where tenant_id = ${tx.tenantId} and kind = 'reminder' and booking_id = ${created.booking.id}`)).toHaveLength(0);
  });

  it('refuses settings that can’t be', async () => {
    for (const [change, pointer] of [[{ reminderHours: -1 }, '/reminderHours'], [{ reminderHours: 721 }, '/reminderHours'], [{ replyTo: 'nobody' }, '/replyTo'], [{ footer: 'x'.repeat(1001) }, '/footer']] as const) {
      const response = await send('PUT', { replyTo: null, footer: '', reminderHours: 24, ...change });
      expect((await response.json()) as object).toMatchObject({ status: 422, errors: [{ pointer }] });
    }
  });
});
