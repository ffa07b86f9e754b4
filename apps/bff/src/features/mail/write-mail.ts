import { linksToCalendars } from '@mais/calendar-links';
import type { Booking } from '@mais/contract';
import { chooseLanguage, writeMoney } from '@mais/languages';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { Mail } from '../../platform/mail/mail-transport.ts';
import { ERASED_DOMAIN, readBooking, readBookingCalendar } from '../bookings/index.ts';
import type { Tenant } from '../tenants/index.ts';
import { isFoundBySlug, type Draft, type Given } from './draft.ts';
import { dayOf, isWholeDay, writeTime } from './formats.ts';
import { isBookingMail, isWaitlistMail, type BookingMailKind, type TenantMailKind } from './kinds.ts';
import { layOutHtml, layOutText, type Line, type Link, type MailContent, type MailLook } from './layout.ts';
import type { MailContext } from './mail-context.ts';
import { findBookingLanguage, findEmailEventData, findMailSettings, findRefundTotal, type EmailRow, type MailSettingsRow } from './mail-repository.ts';
import { reminderOccasion } from './reminder.ts';
import { createSay, type Say } from './words/words.ts';
import { draftForWaiting } from './write-waitlist-mail.ts';

/**
 * Writes an e-mail as things are now.
 * @returns null when there is no reason for it any more
 */
export async function writeMail(context: MailContext, tx: TenantTx, email: EmailRow): Promise<Mail | null> {
  const [tenant, settings] = await Promise.all([context.findTenant(tx.tenantId), findMailSettings(tx)]);
  if (tenant === null) return null;
  const draft = isBookingMail(email.kind)
    ? await draftForCustomer(context, tx, { email, kind: email.kind, tenant, settings })
    : isWaitlistMail(email.kind)
      ? await draftForWaiting(context, tx, { email, kind: email.kind, tenant, settings })
      : await draftForTenant(context, tx, { email, kind: email.kind, tenant, settings });
  if (draft === null) return null;
  const look: MailLook = {
    tenantName: tenant.name, branding: tenant.branding, locale: draft.language.locale, direction: draft.language.direction,
    logoUrl: logoInMail(tenant.branding.logoUrl, context.publicUrl),
  };
  return {
    // Made from what it is about, so that a second copy can be known as one.
    messageId: `<${email.id}@${new URL(context.publicUrl).hostname}>`,
    date: context.clock.now(),
    from: { name: tenant.name, address: context.from },
    to: draft.to,
    replyTo: { name: tenant.name, address: settings.replyTo },
    subject: `${draft.content.title} · ${draft.about}`,
    html: layOutHtml(draft.content, look),
    text: layOutText(draft.content, look),
    attachments: draft.attachments,
    // So that nobody's absence is answered to us. https://www.rfc-editor.org/rfc/rfc3834
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Content-Language': draft.language.locale },
  };
}

async function draftForCustomer(context: MailContext, tx: TenantTx, given: Given<BookingMailKind>): Promise<Draft | null> {
  const { email, kind, tenant, settings } = given;
  if (email.bookingId === null) throw new Error(`e-mail ${email.id} is about no booking`);
  const booking = await readBooking(context.bookings, tx, email.bookingId);
  if (booking.customer.email.endsWith(ERASED_DOMAIN)) return null;
  if (isOvertaken(kind, booking) || (kind === 'reminder' && !isReminderDue(email, booking, settings, context.clock.now()))) return null;
  const [locale, data, refundMinor] = await Promise.all([findBookingLanguage(tx, email.bookingId), findEmailEventData(tx, email.id), findRefundTotal(tx, email.bookingId)]);
  const language = chooseLanguage([locale, tenant.locale], tenant.country);
  const say = createSay(language);
  const money = (amountMinor: number): string => writeMoney(amountMinor, booking.currency, language.locale);
  const amountMinor = kind === 'balance_due' ? booking.owedMinor : (amountIn(data) ?? booking.paidMinor);
  // It may have been typed over several lines.
  const name = booking.customer.name.replaceAll(/\s+/g, ' ');
  const said = { tenant: tenant.name, amount: money(amountMinor) };
  const hasCalendar = kind === 'confirmation' || kind === 'change' || kind === 'cancellation' || kind === 'reminder';
  const calendar = hasCalendar ? await readBookingCalendar(context.bookings, tx, { id: email.bookingId, tenantName: tenant.name }) : null;
  return {
    to: { name, address: booking.customer.email },
    language,
    about: booking.reference,
    content: {
      title: say(`${kind}.title`),
      paragraphs: [
        say('hello', { name }),
        say(`${kind}.body`, said),
        ...(kind === 'cancellation' && refundMinor > 0 ? [say('cancellation.refund', { amount: money(refundMinor) })] : []),
      ],
      facts: factsOf(booking, say, language.locale),
      lines: linesOf(booking, say, money),
      totals: totalsOf(booking, say, money),
      actions: isFoundBySlug(tenant, tx.livemode) ? actionsOf(context, tenant, booking, { kind, say, hasCalendar }) : [],
      links: calendar && kind !== 'cancellation' ? calendarLinks(tenant, booking) : [],
      notice: tx.livemode ? null : say('testMode'),
      small: [say('why', { tenant: tenant.name }), ...(settings.footer === '' ? [] : [settings.footer])],
    },
    attachments: calendar === null ? [] : [{ filename: calendar.name, content: calendar.text, contentType: calendar.contentType }],
  };
}

async function draftForTenant(context: MailContext, tx: TenantTx, given: Given<TenantMailKind>): Promise<Draft> {
  const { email, kind, tenant, settings } = given;
  const booking = email.bookingId === null ? null : await readBooking(context.bookings, tx, email.bookingId);
  const data = await findEmailEventData(tx, email.id);
  const language = chooseLanguage([tenant.locale], tenant.country);
  const say = createSay(language);
  const amountMinor = amountIn(data);
  const host = typeof data === 'object' && data !== null && 'host' in data ? String(data.host) : '';
  return {
    to: { name: tenant.name, address: settings.ownAddress },
    language,
    about: booking?.reference ?? tenant.name,
    content: {
      title: say(`${kind}.title`),
      paragraphs: [say(`${kind}.body`, { host, reference: booking?.reference ?? '' })],
      facts: booking === null ? [] : factsOf(booking, say, language.locale),
      lines: [],
      totals: booking === null || amountMinor === null ? [] : [{ label: say('total'), value: writeMoney(amountMinor, booking.currency, language.locale) }],
      actions: [],
      links: [],
      notice: tx.livemode ? null : say('testMode'),
      small: [say('whyTenant', { tenant: tenant.name })],
    },
    attachments: [],
  };
}

/** What an e-mail of this kind says, the booking has gone past while it waited: nobody is asked to pay for what was cancelled meanwhile. */
function isOvertaken(kind: BookingMailKind, { status, owedMinor }: Booking): boolean {
  switch (kind) {
    case 'confirmation':
    case 'change': return status === 'cancelled';
    case 'balance_due': return status !== 'confirmed' || owedMinor === 0;
    case 'expired': return status !== 'expired';
    default: return false;
  }
}

/** The one that it was made for: not moved, not cancelled, not over, and still wanted. */
function isReminderDue(email: EmailRow, booking: Booking, settings: MailSettingsRow, now: Date): boolean {
  const startsAt = new Date(booking.startsAt);
  return booking.status === 'confirmed' && email.occasion === reminderOccasion(booking.id, startsAt) && startsAt > now && settings.reminderHours > 0;
}

function factsOf(booking: Booking, say: Say, locale: string): Line[] {
  return [
    { label: say('reference'), value: booking.reference },
    { label: say('when'), value: writeTime(booking, locale) },
    ...(booking.partySize > 1 ? [{ label: say('people'), value: new Intl.NumberFormat(locale).format(booking.partySize) }] : []),
  ];
}

function linesOf(booking: Booking, say: Say, money: (amountMinor: number) => string): Line[] {
  return [
    ...booking.lineItems.map(({ description, quantity, amountMinor }) => ({ label: quantity === 1 ? description : `${quantity} × ${description}`, value: money(amountMinor) })),
    ...(booking.taxMinor > 0 ? [{ label: say('tax'), value: money(booking.taxMinor) }] : []),
  ];
}

function totalsOf(booking: Booking, say: Say, money: (amountMinor: number) => string): Line[] {
  return [
    { label: say('total'), value: money(booking.totalMinor) },
    ...(booking.paidMinor > 0 ? [{ label: say('paid'), value: money(booking.paidMinor) }] : []),
    ...(booking.refundedMinor > 0 ? [{ label: say('refunded'), value: money(booking.refundedMinor) }] : []),
    ...(booking.owedMinor > 0 ? [{ label: say('open'), value: money(booking.owedMinor) }] : []),
  ];
}

/** What the customer can do next, most wanted first. */
function actionsOf(context: MailContext, tenant: Tenant, booking: Booking, given: { kind: BookingMailKind; say: Say; hasCalendar: boolean }): MailContent['actions'] {
  const { kind, say, hasCalendar } = given;
  const manage = { url: `${context.widgetUrl}/book/${tenant.slug}/manage#${new URLSearchParams({ booking: booking.id, token: booking.manageToken })}` };
  if (booking.status !== 'confirmed') return [];
  return [
    ...(booking.owedMinor > 0 && (kind === 'balance_due' || kind === 'change') ? [{ ...manage, label: say('pay') }] : []),
    ...(hasCalendar ? [{ label: say('calendar'), url: calendarUrl(context, tenant, booking) }] : []),
    { ...manage, label: say('manage') },
  ];
}

function calendarLinks(tenant: Tenant, booking: Booking): Link[] {
  const { timeZone } = booking;
  const [start, end] = [new Date(booking.startsAt), new Date(booking.endsAt)];
  const wholeDay = isWholeDay(start, end, timeZone);
  const links = linksToCalendars({
    title: `${booking.package.name} · ${tenant.name}`,
    details: [booking.reference, ...booking.lineItems.filter(({ kind }) => kind === 'add_on').map((item) => `${item.quantity} × ${item.description}`)].join('\n'),
    where: tenant.name,
    startsAt: wholeDay ? dayOf(start, timeZone) : booking.startsAt,
    endsAt: wholeDay ? dayOf(end, timeZone) : booking.endsAt,
    isWholeDay: wholeDay,
  });
  return links.map(({ name, url }) => ({ label: name, url }));
}

function calendarUrl(context: MailContext, tenant: Tenant, booking: Booking): string {
  return `${context.publicUrl}/api/v1/bookings/${booking.id}/calendar.ics?${new URLSearchParams({ tenant: tenant.slug, token: booking.calendarToken })}`;
}

function amountIn(data: unknown): number | null {
  return typeof data === 'object' && data !== null && 'amountMinor' in data && typeof data.amountMinor === 'number' ? data.amountMinor : null;
}

/** Mail programs show no picture that an address holds itself: there the name stands. */
function logoInMail(logoUrl: string | null, publicUrl: string): string | null {
  return logoUrl === null || logoUrl.startsWith('data:') ? null : new URL(logoUrl, publicUrl).href;
}
