import { randomUUID } from 'node:crypto';
import type { Booking, Cancellation, FullTimes, RescheduleQuote, WaitlistEntry } from '@mais/contract';
import type { Page } from 'playwright-core';

import { untilZonesAreNamed } from './host-page.ts';
import { type MadeBooking, makeBooking } from './made-booking.ts';
import type { StackUnderTest } from './stack.ts';
import { NOW } from './visual/fixed-days.ts';

/** What is looked at of one tenant after the booking. */
export interface LaterJourney {
  readonly slug: string;
  readonly item: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly newStartsAt: string;
  readonly newEndsAt: string;
}

export const laterJourneys = [
  { slug: 'bellaweddings', item: 'elopement', startsAt: '2027-05-20T04:00:00.000Z', endsAt: '2027-05-21T04:00:00.000Z', newStartsAt: '2027-05-28T04:00:00.000Z', newEndsAt: '2027-05-29T04:00:00.000Z' },
  { slug: 'studionord', item: 'portrait-60', startsAt: '2027-05-20T12:00:00.000Z', endsAt: '2027-05-20T13:00:00.000Z', newStartsAt: '2027-05-21T07:00:00.000Z', newEndsAt: '2027-05-21T08:00:00.000Z' },
  { slug: 'marinaspa', item: 'signature-massage', startsAt: '2027-05-20T10:00:00.000Z', endsAt: '2027-05-20T11:00:00.000Z', newStartsAt: '2027-05-21T05:00:00.000Z', newEndsAt: '2027-05-21T06:00:00.000Z' },
] as const satisfies readonly LaterJourney[];

export const laterSights = [
  'manage', 'manage-owed', 'manage-cancel', 'manage-move', 'manage-cancelled', 'manage-past', 'manage-link',
  'waitlist-waiting', 'waitlist-form', 'waitlist-offer', 'waitlist-missed',
] as const;
export type LaterSight = (typeof laterSights)[number];

/** The booking that the sights of a tenant are about; what is shown of it has the dates of `journey`. */
export function bookForSights(stack: StackUnderTest, { slug, item }: LaterJourney, nth: number): Promise<MadeBooking> {
  return makeBooking(stack, slug, item, nth);
}

/**
 * Opens one sight of a page on which the days are fixed: the screens are the product's, and what they are told is exchanged at the
 * network's edge, as no test has a booking in the past.
 */
export async function openSight(page: Page, stack: StackUnderTest, journey: LaterJourney, made: MadeBooking, sight: LaterSight, look: { theme: string; lang: string }): Promise<void> {
  await answerBooking(page, stack, journey, sight);
  await answerWaitlist(page, stack, journey, sight);
  const wishes = { theme: look.theme, lang: look.lang };
  if (!sight.startsWith('waitlist')) {
    const address = withWishes(made.page, wishes);
    await page.goto(sight === 'manage-link' ? address.replace(/token=.*/, 'token=none') : address);
    return showPanel(page, sight);
  }
  await page.goto(withWishes(`${stack.bff}/book/${journey.slug}/${journey.item}?key=pk_test_${journey.slug}_sample&waitlist=${randomUUID()}#token=none`, wishes));
  await page.locator('.mais-waitlist .mais-notice').waitFor();
  await untilZonesAreNamed(page.mainFrame());
  if (sight !== 'waitlist-form') return;
  // Where there are times one of them is waited for, and otherwise a day.
  const times = page.locator('.mais-waitlist__times button');
  if ((await page.locator('.mais-picker[data-kind="slot"]').count()) > 0) await times.first().click();
  else await page.locator('.mais-waitlist > .mais-button').click();
  await page.locator('.mais-waitlist button[type=submit]').click();
  await page.locator('.mais-waitlist [aria-invalid=true]').first().waitFor();
}

/** By their places, since every language has other words. */
async function showPanel(page: Page, sight: LaterSight): Promise<void> {
  if (sight === 'manage-link') return page.locator('.mais-notice').waitFor();
  await page.locator('.mais-facts').waitFor();
  if (sight === 'manage-cancel') {
    await page.locator('.mais-manage__ways > button').last().click();
    await page.locator('.mais-trail__back').waitFor();
  }
  if (sight !== 'manage-move') return;
  await page.locator('.mais-manage__ways > button').first().click();
  // The 21st, or the 28th of whole days.
  const days = page.locator('.mais-calendar__day[data-state="available"]');
  await days.nth(7).click();
  const slots = page.locator('.mais-slot');
  if ((await page.locator('.mais-picker[data-kind="slot"]').count()) > 0) await slots.first().click();
  await page.locator('.mais-manage__quote').waitFor();
}

async function answerBooking(page: Page, { bff }: StackUnderTest, journey: LaterJourney, sight: LaterSight): Promise<void> {
  const { startsAt, endsAt } = sight === 'manage-past' ? { startsAt: '2027-05-02T09:00:00.000Z', endsAt: '2027-05-02T10:00:00.000Z' } : journey;
  await page.route(new RegExp(`^${bff}/api/v1/bookings/[^/?]+(\\?.*)?$`), async (route) => {
    const answer = await route.fetch();
    if (!answer.ok()) return route.fulfill({ response: answer });
    const { booking } = (await answer.json()) as { booking: Booking };
    const half = Math.round(booking.totalMinor / 2);
    const state = {
      ...(sight === 'manage-owed' && { paymentStatus: 'partially_paid', paidMinor: booking.totalMinor - half, owedMinor: half, balanceDueAt: '2027-05-17T10:00:00.000Z' }),
      ...(sight === 'manage-cancelled' && { status: 'cancelled', refundedMinor: half }),
    };
    await route.fulfill({ response: answer, json: { booking: { ...booking, startsAt, endsAt, reference: 'MA15-2027', ...state } } });
  });
  const cancelling = /\/bookings\/[^/]+\/cancellation/;
  await page.route(cancelling, async (route) => {
    const answer = await route.fetch();
    if (!answer.ok()) return route.fulfill({ response: answer });
    const known = (await answer.json()) as Cancellation;
    const paid = known.refundMinor + known.retainedMinor;
    const isOver = sight === 'manage-past' || sight === 'manage-cancelled';
    const refundMinor = Math.round(paid / 2);
    const json: Cancellation = {
      ...known, isPossible: !isOver, refundMinor, retainedMinor: paid - refundMinor, until: '2027-05-18T10:00:00.000Z', steps: [], reschedulableUntil: isOver ? null : '2027-05-18T10:00:00.000Z',
    };
    await route.fulfill({ response: answer, json });
  });
  await page.route(/\/bookings\/[^/]+\/reschedule\?/, (route) => {
    const json: RescheduleQuote = {
      startsAt: journey.newStartsAt, endsAt: journey.newEndsAt, currency: journey.slug === 'bellaweddings' ? 'USD' : journey.slug === 'marinaspa' ? 'AED' : 'EUR',
      lineItems: [], totalMinor: 20_000, differenceMinor: 2_000, refundMinor: 0, owedMinor: 2_000,
    };
    return route.fulfill({ json });
  });
}

const statuses: Partial<Record<LaterSight, WaitlistEntry['status']>> = { 'waitlist-waiting': 'waiting', 'waitlist-offer': 'offered', 'waitlist-missed': 'expired' };

async function answerWaitlist(page: Page, { bff }: StackUnderTest, journey: LaterJourney, sight: LaterSight): Promise<void> {
  const status = statuses[sight] ?? 'left';
  const { startsAt, endsAt, item: slug } = journey;
  const entry: WaitlistEntry = {
    id: randomUUID(), status, package: { slug, name: slug }, day: startsAt.slice(0, 10), startsAt: null, timeZone: 'UTC', partySize: 1,
    position: status === 'waiting' ? 3 : null, bookingStatus: null, joinedAt: NOW,
    offer: status === 'offered' ? { startsAt, endsAt, expiresAt: new Date(Date.parse(NOW) + 7_150_000).toISOString(), acceptedAt: null } : null,
  };
  await page.route(`${bff}/api/v1/availability/full?**`, (route) => {
    const day = new URL(route.request().url()).searchParams.get('day') ?? '';
    const times = ['09:15', '11:15'].map((time) => ({ startsAt: `${day}T${time}:00.000Z`, endsAt: `${day}T12:15:00.000Z` }));
    const json: FullTimes = { package: slug, day, timeZone: 'UTC', partySize: 1, times: sight === 'waitlist-form' ? times : [] };
    return route.fulfill({ json });
  });
  await page.route(new RegExp(`^${bff}/api/v1/waitlist/[0-9a-f-]+$`), (route) => route.fulfill({ json: entry }));
}

function withWishes(href: string, wishes: Record<string, string>): string {
  const address = new URL(href);
  for (const [name, value] of Object.entries(wishes)) address.searchParams.set(name, value);
  return address.href;
}
