import type { BookingCreated, Cancellation } from '@mais/contract';
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendDueMail, sweepDue } from '../../jobs/sweep-due.ts';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { BookingId, EmailId } from '../../platform/ids.ts';
import { createLogger } from '../../platform/log.ts';
import { createMailTransport } from '../../platform/mail/mail-transport.ts';
import { createCustomer, leastAnswers, answered } from '../../testing/booking-steps.ts';
import { startMailServer, type MailServer, type ReceivedMail } from '../../testing/mail-server.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { workOutbox } from '../../testing/work-outbox.ts';
import { recordEvent, type EventType } from '../events/index.ts';
import { sendEmail } from './index.ts';

const HOUR_MS = 3_600_000;

describe('e-mails', () => {
  let product: ProductFixture;
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer();
    product = await createProductFixture({ smtpUrl: server.url });
  });
  afterAll(async () => {
    await product.close();
    await server.close();
  });
  beforeEach(async () => {
    await workOutbox(product.services);
    server.received.length = 0;
    server.refuse = () => null;
  });

  async function scopeOf(slug: string): Promise<TenantScope> {
    const tenant = await product.services.directory.findBySlug(slug);
    return { tenantId: tenant?.id as TenantScope['tenantId'], livemode: false };
  }

  async function inTenant<T>(slug: string, work: Parameters<typeof withTenant<T>>[2]): Promise<T> {
    return withTenant(product.database.app, await scopeOf(slug), work);
  }

  /** Booked in a language, and paid. */
  async function book(slug: string, packageSlug: string, given: { locale?: string; email?: string; name?: string; at?: number; pay?: boolean } = {}): Promise<BookingCreated> {
    const customer = createCustomer(product, slug);
    const startsAt = (await customer.listStarts(packageSlug)).at(given.at ?? 0) ?? '';
    const hold = await customer.hold(packageSlug, startsAt);
    const created = await answered<BookingCreated>(await customer.send('POST', '/bookings', {
      headers: { 'idempotency-key': hold.id },
      body: {
        holdId: hold.id, holdToken: hold.token, answers: leastAnswers(packageSlug), customer: { name: given.name ?? 'Ana Customer', email: given.email ?? 'ana@example.com' },
        ...(given.locale === undefined ? {} : { locale: given.locale }),
      },
    }), 201);
    if (given.pay === false) return created;
    if (created.payment) await customer.pay(created);
    await customer.readUntil(created, ({ status }) => status === 'confirmed');
    return created;
  }

  async function tell(slug: string, type: EventType, bookingId: string | null, data: Record<string, number | string> = {}, subjectId?: string): Promise<void> {
    await inTenant(slug, (tx) => recordEvent(tx, { type, bookingId: bookingId as BookingId | null, data, at: product.clock.now(), ...(subjectId === undefined ? {} : { subjectId }) }));
    await workOutbox(product.services);
  }

  function titles(): string[] {
    return server.received.map(({ mail }) => mail.subject ?? '');
  }

  async function emailsOf(slug: string, bookingId: string) {
    return inTenant(slug, (tx) => tx.sql<{ id: EmailId; kind: string; status: string; attempts: number; problem: string | null; nextAttemptAt: Date | null; writtenAt: Date | null }[]>`
      select id, kind, status, attempts, problem, next_attempt_at, written_at from emails where tenant_id = ${tx.tenantId} and booking_id = ${bookingId} order by id`);
  }

  it('tell a customer that a booking is confirmed, with its calendar file, and give a receipt', async () => {
    const created = await book('studionord', 'portrait-60', { email: 'Ana.Mueller@example.com', name: 'Ana "Ann" Müller', locale: 'en-GB' });
    await workOutbox(product.services);
    const { reference, totalMinor } = created.booking;
    expect(titles().toSorted()).toEqual([`Your booking is confirmed · ${reference}`, `Your receipt · ${reference}`]);
    const [confirmation, receipt] = ['confirmed', 'receipt'].map((word) => server.received.find(({ mail }) => mail.subject?.includes(word)) as ReceivedMail);
    expect(confirmation).toMatchObject({ sender: 'bookings@mais.example', recipients: ['Ana.Mueller@example.com'] });
    const { mail } = confirmation as ReceivedMail;
    expect(mail.from?.value).toEqual([{ name: 'Studio Nord', address: 'bookings@mais.example' }]);
    expect(mail.to).toMatchObject({ value: [{ name: 'Ana "Ann" Müller', address: 'Ana.Mueller@example.com' }] });
    expect(mail.replyTo?.value[0]?.address).toMatch(/@studionord\.example$/);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    const total = new Intl.NumberFormat('en-GB', { style: 'currency', currency: created.booking.currency }).format(totalMinor / 100);
    for (const text of [mail.text ?? '', mail.html || '']) {
      expect(text).toContain(reference);
      expect(text).toContain(total);
      expect(text).toContain('Test mode: no real money moves.');
    }
    expect(mail.html).toContain('Ana &quot;Ann&quot; Müller');
    expect(mail.html).toContain('<html lang="en-GB" dir="ltr">');
    const [calendar] = mail.attachments;
    expect(calendar).toMatchObject({ filename: `${reference}.ics`, contentType: 'text/calendar' });
    expect(calendar?.content.toString()).toMatch(/STATUS:CONFIRMED/);
    const link = /href="([^"]+calendar\.ics[^"]+)"/.exec(mail.html || '')?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await fetch(link)).status).toBe(200);
    expect(mail.text).toMatch(/Google Calendar: https:\/\/calendar\.google\.com\/.*Outlook: https:/s);
    expect(receipt?.mail.text).toContain(`has received your payment of ${total}`);
    expect(receipt?.mail.attachments).toEqual([]);
  });

  it('arrive once, although events are handed over twice and jobs run twice', async () => {
    const created = await book('matsuritea', 'tasting');
    await workOutbox(product.services);
    const scope = await scopeOf('matsuritea');
    const emails = await emailsOf('matsuritea', created.booking.id);
    await product.services.platform`update outbox set dispatched_at = null`;
    await workOutbox(product.services);
    await Promise.all(emails.flatMap(({ id }) => [sendEmail(product.services.mail, scope, id), sendEmail(product.services.mail, scope, id)]));
    expect(titles().filter((title) => title.includes(created.booking.reference))).toHaveLength(1);
  });

  it('keep their Message-ID when a worker was killed between sending and writing it down', async () => {
    const created = await book('matsuritea', 'tasting', { pay: false });
    await workOutbox(product.services);
    const scope = await scopeOf('matsuritea');
    const email = (await emailsOf('matsuritea', created.booking.id)).find(({ kind }) => kind === 'confirmation');
    // What the killed one left behind: sent, and leased still.
    await inTenant('matsuritea', (tx) => tx.sql`
      update emails set status = 'pending', sent_at = null, next_attempt_at = ${product.clock.now()}, leased_until = ${new Date(product.clock.now().getTime() + 120_000)}
      where tenant_id = ${tx.tenantId} and id = ${email?.id ?? ''}`);
    await sendEmail(product.services.mail, scope, email?.id as EmailId);
    expect(server.received).toHaveLength(1);
    product.clock.advance(121_000);
    await sendDueMail(product.services);
    expect(server.received).toHaveLength(2);
    expect(server.mailbox()).toHaveLength(1);
  });

  it('are tried again later while the server takes none, and not where it refuses for good', async () => {
    server.refuse = () => 451;
    const later = await book('studionord', 'portrait-60', { email: 'later@example.com', at: 1 });
    await workOutbox(product.services);
    const writtenAt = product.clock.now();
    expect(await emailsOf('studionord', later.booking.id)).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'confirmation', status: 'pending', attempts: 1, problem: 'EENVELOPE 451', writtenAt })]));
    server.refuse = () => null;
    product.clock.advance(40_000);
    await sendDueMail(product.services);
    expect(titles()).toHaveLength(2);
    // Written anew each time, as things are then.
    expect(await emailsOf('studionord', later.booking.id)).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'confirmation', status: 'sent', writtenAt: product.clock.now() })]));
    server.refuse = (recipient) => (recipient === 'nobody@example.com' ? 550 : null);
    const never = await book('studionord', 'portrait-60', { email: 'nobody@example.com', at: 2 });
    await workOutbox(product.services);
    product.clock.advance(HOUR_MS);
    await sendDueMail(product.services);
    expect((await emailsOf('studionord', never.booking.id)).filter(({ kind }) => kind !== 'reminder')).toMatchObject([{ status: 'failed', attempts: 1, problem: '550' }, { status: 'failed', attempts: 1, problem: '550' }]);
  });

  it('are given up after a day without a server', async () => {
    const transport = createMailTransport({ smtpUrl: 'smtp://127.0.0.1:1', outboxFolder: '' });
    const services = { ...product.services, mail: { ...product.services.mail, transport } };
    const { booking } = await book('studionord', 'portrait-60', { at: 3 });
    await workOutbox(services);
    const receipt = (await emailsOf('studionord', booking.id)).find(({ kind }) => kind === 'receipt');
    for (let hour = 0; hour < 60; hour += 1) {
      product.clock.advance(HOUR_MS);
      await sendEmail(services.mail, await scopeOf('studionord'), receipt?.id as EmailId);
    }
    expect((await emailsOf('studionord', booking.id)).filter(({ kind }) => kind === 'receipt')).toMatchObject([{ status: 'failed', attempts: 9, problem: 'ESOCKET' }]);
  });

  it('name nobody in the log', async () => {
    const lines: string[] = [];
    const log = createLogger({ level: 'trace', name: 'test' });
    const heard = { ...log, warn: (...args: unknown[]) => void lines.push(JSON.stringify(args)) } as unknown as typeof log;
    server.refuse = () => 550;
    await book('studionord', 'portrait-60', { email: 'secret.person@example.com', name: 'Secret Person', at: 4 });
    await workOutbox({ ...product.services, mail: { ...product.services.mail, log: heard }, eventReceivers: product.services.eventReceivers });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toMatch(/secret/i);
  });

  it.each([
    ['de-AT', 'ltr', 'Ihre Buchung ist bestätigt'], ['es-MX', 'ltr', 'Tu reserva está confirmada'], ['fr', 'ltr', 'Votre réservation est confirmée'], ['pt-BR', 'ltr', 'Sua reserva está confirmada'],
    ['it', 'ltr', 'La tua prenotazione è confermata'], ['nl', 'ltr', 'Je boeking is bevestigd'], ['ja', 'ltr', 'ご予約が確定しました'], ['ar', 'rtl', 'تم تأكيد حجزك'], ['fi', 'ltr', 'Your booking is confirmed'],
  ])('speak the customer’s language: %s', async (locale, direction, title) => {
    const created = await book('matsuritea', 'tasting', { locale });
    await workOutbox(product.services);
    const received = server.received.find(({ mail }) => mail.subject?.includes(created.booking.reference));
    expect(received?.mail.subject).toBe(`${title} · ${created.booking.reference}`);
    expect(received?.mail.html).toMatch(new RegExp(`<html lang="[\\w-]+" dir="${direction}">`));
    if (direction === 'rtl') expect(received?.mail.html).toContain('text-align:right');
  });

  /** A quarter of it is paid, the rest is owed. */
  async function bookWithDeposit(at: number): Promise<BookingCreated> {
    await inTenant('studionord', (tx) => tx.sql`update packages set deposit_kind = 'percent', deposit_bps = 2500 where tenant_id = ${tx.tenantId} and slug = 'editorial-120'`);
    product.services.catalogs.forgetAll();
    return book('studionord', 'editorial-120', { at });
  }

  it('tell of what comes after: change, cancellation with what goes back, refund, what is owed, and expiry', async () => {
    const { booking } = await bookWithDeposit(0);
    await workOutbox(product.services);
    server.received.length = 0;
    await tell('studionord', 'booking.rescheduled', booking.id);
    await tell('studionord', 'balance.due', booking.id, { amountMinor: 19_500 });
    const { payments } = product.services;
    const refundId = await inTenant('studionord', async (tx) => {
      const [payment] = await payments.listBookingPayments(tx, booking.id as BookingId);
      if (!payment) throw new Error('nothing was paid');
      return payments.requestRefund(tx, { paymentId: payment.id, amountMinor: 1_000, reason: 'asked_by_customer', now: product.clock.now() });
    });
    await tell('studionord', 'booking.cancelled', booking.id, { from: 'confirmed' });
    await expect.poll(async () => {
      await payments.reconcileRefund(await scopeOf('studionord'), refundId);
      await workOutbox(product.services);
      return titles().length;
    }).toBe(4);
    expect(titles().map((title) => title.split(' · ')[0])).toEqual(['Your booking has changed', 'A payment is due', 'Your booking is cancelled', 'Your refund is on its way']);
    const text = (index: number) => server.received[index]?.mail.text ?? '';
    expect(text(1)).toMatch(/195\.00/);
    expect(text(2)).toMatch(/10\.00.* goes back/);
    expect(text(3)).toMatch(/sent .*10\.00.* back/);
    expect(server.received[0]?.mail.attachments).toHaveLength(1);

    const unpaid = await book('studionord', 'portrait-60', { at: 6, pay: false });
    await tell('studionord', 'booking.cancelled', unpaid.booking.id, { from: 'pending_payment' });
    expect(titles()).toHaveLength(4);
    product.clock.advance(HOUR_MS);
    await sweepDue(product.services);
    await workOutbox(product.services);
    expect(titles().slice(4)).toEqual([`Your booking has expired · ${unpaid.booking.reference}`]);
  });

  it('are not sent once they have been overtaken, however late that is', async () => {
    const customer = createCustomer(product, 'studionord');
    server.refuse = () => 451;
    const cancelled = await bookWithDeposit(1);
    await tell('studionord', 'booking.rescheduled', cancelled.booking.id);
    await tell('studionord', 'balance.due', cancelled.booking.id, { amountMinor: 19_500 });
    // The last of those that can be had: whatever the time of day is, none of its reminders falls into the hour that passes.
    const revived = await book('studionord', 'portrait-60', { at: -1 });
    await tell('studionord', 'booking.expired', revived.booking.id);
    const { refundMinor } = await answered<Cancellation>(await customer.send('GET', `/bookings/${cancelled.booking.id}/cancellation`, { token: cancelled.token }), 200);
    await answered(await customer.send('POST', `/bookings/${cancelled.booking.id}/cancel`, { token: cancelled.token, body: { expectedRefundMinor: refundMinor } }), 200);
    await workOutbox(product.services);
    server.refuse = () => null;
    product.clock.advance(HOUR_MS);
    await sendDueMail(product.services);
    await workOutbox(product.services);
    expect(titles().filter((title) => title.endsWith(revived.booking.reference)).toSorted()).toEqual([`Your booking is confirmed · ${revived.booking.reference}`, `Your receipt · ${revived.booking.reference}`]);
    const told = titles().filter((title) => title.endsWith(cancelled.booking.reference)).map((title) => title.split(' · ')[0]);
    expect(told).toEqual(expect.arrayContaining(['Your receipt', 'Your booking is cancelled']));
    expect(told).not.toEqual(expect.arrayContaining(['Your booking is confirmed']));
    const skipped = (await emailsOf('studionord', cancelled.booking.id)).filter(({ status }) => status === 'skipped').map(({ kind }) => kind);
    expect(skipped.toSorted()).toEqual(['balance_due', 'change', 'confirmation']);
  });

  it('tell the business what it has to see to', async () => {
    const { booking } = await book('bellaweddings', 'elopement');
    await workOutbox(product.services);
    server.received.length = 0;
    await tell('bellaweddings', 'dispute.opened', booking.id, { amountMinor: 180_000 });
    await tell('bellaweddings', 'refund.failed', booking.id, { amountMinor: 500, retryAt: '2027-01-01T00:00:00.000Z' });
    await tell('bellaweddings', 'refund.failed', booking.id, { amountMinor: 500 });
    await tell('bellaweddings', 'webhook_endpoint.disabled', null, { host: 'hooks.example' }, booking.id);
    expect(server.received.map(({ recipients }) => recipients)).toEqual([['hello@bellaweddings.example'], ['hello@bellaweddings.example'], ['hello@bellaweddings.example']]);
    expect(titles()).toEqual([`A payment is disputed · ${booking.reference}`, `A refund has failed · ${booking.reference}`, 'A webhook endpoint was disabled · Bella Weddings']);
    expect(server.received[0]?.mail.text).toContain('$1,800.00');
    expect(server.received[2]?.mail.text).toContain('hooks.example');
    expect(server.received.every(({ source }) => !source.includes('ana@example.com'))).toBe(true);
  });

  it('wear the business’s colours, logo and footer, and nothing that a text could smuggle in', async () => {
    await inTenant('matsuritea', async (tx) => {
      await tx.sql`update tenants set branding = branding || '{"logoUrl": "/images/logo.png", "primary": "#ffe066"}' where id = ${tx.tenantId}`;
      await tx.sql`insert into mail_settings (tenant_id, footer, updated_at) values (${tx.tenantId}, ${'1 Tea Street\nKyoto <script>'}, now())`;
    });
    await book('matsuritea', 'tasting', { name: '<img src=x>\nBcc: eve@example.com' });
    await workOutbox(product.services);
    const [{ mail, source, recipients }] = server.received as [ReceivedMail];
    expect(mail.html).toContain(`<img src="${product.config.publicUrl}/images/logo.png"`);
    expect(mail.html).toContain('background:#ffe066');
    expect(mail.html).toContain('color:#000000');
    expect(mail.html).toContain('1 Tea Street<br>Kyoto &lt;script&gt;');
    expect(mail.html).not.toMatch(/<img src=x>|<script>/);
    expect(source).not.toMatch(/^Bcc:/im);
    expect(recipients).toEqual(['ana@example.com']);
  });

  it('tell who waits that they do, and when a place is free for them, with a link that ends with it', async () => {
    const customer = createCustomer(product, 'bellaweddings');
    const startsAt = (await customer.listStarts('elopement')).at(-1) ?? '';
    const hold = await customer.hold('elopement', startsAt);
    const join = (email: string, name: string, locale: string) => customer.send('POST', '/waitlist', {
      body: { package: 'elopement', day: startsAt.slice(0, 10), partySize: 1, customer: { name, email }, consent: true, locale },
    });
    await join('first@example.com', 'Wai\nTing', 'en-GB');
    product.clock.advance(1_000);
    await join('second@example.com', 'Zweite', 'de');
    await workOutbox(product.services);
    expect(titles()).toEqual(['You are on the waiting list · Elopement', 'Sie stehen auf der Warteliste · Elopement']);
    const [first] = server.received as [ReceivedMail];
    expect(first.recipients).toEqual(['first@example.com']);
    expect(first.mail.text).toContain('Hello Wai Ting,');
    expect(first.mail.text).toMatch(/See or leave the waiting list: http\S+\/book\/bellaweddings\/elopement\?waitlist=\S+&lang=en-GB#token=\S+/);
    expect(first.mail.text).toContain(new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(startsAt)));

    server.received.length = 0;
    await customer.send('DELETE', `/holds/${hold.id}`, { token: hold.token });
    await workOutbox(product.services);
    expect(titles()).toEqual(['A place is free for you · Elopement']);
    const link = new URL(/https?:\S+waitlist=\S+/.exec(server.received[0]?.mail.text ?? '')?.[0] ?? '');
    const [id, token] = [link.searchParams.get('waitlist') ?? '', new URLSearchParams(link.hash.slice(1)).get('token') ?? ''];
    await answered(await customer.send('POST', `/waitlist/${id}/accept`, { token }), 200);

    // What is over is said no more of.
    server.received.length = 0;
    await tell('bellaweddings', 'waitlist.joined', null, {}, id);
    expect(titles()).toEqual([]);
    product.clock.advance(3 * HOUR_MS);
    await answered(await customer.send('POST', `/waitlist/${id}/accept`, { token }), 409);
    await tell('bellaweddings', 'waitlist.offered', null, {}, id);
    expect(titles()).toEqual([]);
  });

  it('become files where there is no mail server', async () => {
    const outboxFolder = product.config.mail.outboxFolder;
    const transport = createMailTransport({ smtpUrl: null, outboxFolder });
    const services = { ...product.services, mail: { ...product.services.mail, transport } };
    const { booking } = await book('matsuritea', 'tasting', { locale: 'en' });
    await workOutbox(services);
    const names = (await readdir(outboxFolder)).filter((name) => name.endsWith('.eml'));
    const texts = await Promise.all(names.map((name) => readFile(`${outboxFolder}/${name}`, 'utf8')));
    expect(texts.filter((text) => text.includes(booking.reference))).toHaveLength(1);
    expect(server.received).toEqual([]);
  });
});
