import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { createVisitor, type MadeBooking, makeBooking } from './made-booking.ts';
import { test as base } from './fixtures.ts';

const slug = 'studionord';
const price = '€79.00';

interface Managing {
  made: MadeBooking;
  statusNow: () => Promise<unknown>;
}

/** How many bookings this file has made: each is at a time of its own. */
let made = 0;

const test = base.extend<Managing>({
  made: async ({ stack }, use) => use(await makeBooking(stack, slug, 'portrait-30', 40 + 9 * made++)),
  statusNow: async ({ sql, made: { id } }, use) => use(async () => {
    const [row] = await sql`
      select status, (select coalesce(sum(refunds.amount_minor), 0)::int from payments join refunds on refunds.payment_id = payments.id where payments.booking_id = bookings.id) as refund
      from bookings where id = ${id}`;
    return row;
  }),
});

const failing = { status: 503, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify({ type: 'urn:mais:problem:service_unavailable', title: 'Unavailable', status: 503, code: 'service_unavailable', detail: 'Try again.', requestId: 'r' }) };

/** Asking for the booking fails until this is called off: the page asks again by itself some times. */
async function failReading(page: Page, { id }: MadeBooking): Promise<() => Promise<void>> {
  const address = `**/api/v1/bookings/${id}`;
  await page.route(address, (route) => route.fulfill(failing));
  return () => page.unroute(address);
}

async function openCancelling(page: Page, { page: address }: MadeBooking): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Cancel booking' }).click();
  await page.getByText('Goes back to you').waitFor();
}

test('a booking’s page that the server does not answer says so, and shows the booking at the next try', async ({ page, visit, made: booking }) => {
  visit.expectConsoleError(/503/);
  const answerAgain = await failReading(page, booking);
  await page.goto(booking.page);
  await page.getByText('One moment please').waitFor();
  await answerAgain();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Your booking' }).waitFor();
  await page.getByRole('button', { name: 'Cancel booking' }).waitFor();
});

test('a booking that is cancelled while its page can’t be read again is shown as cancelled, and with nothing of how it stood before', async ({ page, visit, made: booking, statusNow }) => {
  visit.expectConsoleError(/503/);
  await openCancelling(page, booking);
  const answerAgain = await failReading(page, booking);
  await page.getByRole('button', { name: `Cancel and get ${price} back` }).click();
  await page.getByText('Your booking is cancelled').waitFor();
  await page.getByText('One moment please').waitFor();
  for (const name of ['Cancel booking', 'Change date or time']) expect(await page.getByRole('button', { name }).count()).toBe(0);
  await answerAgain();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('link', { name: /Book/ }).waitFor();
  await page.getByText('Your booking is cancelled').waitFor();
  expect(await statusNow()).toEqual({ status: 'cancelled', refund: 7_900 });
});

test('what a cancellation gives back is never less than what was shown: where that has changed, it is shown anew', async ({ page, visit, sql, made: booking, statusNow }) => {
  visit.expectConsoleError(/409/);
  await openCancelling(page, booking);
  await sql`update bookings set cancellation_policy = '{"tiers":[{"hoursBefore":0,"refundBps":5000}]}' where id = ${booking.id}`;
  await page.getByRole('button', { name: `Cancel and get ${price} back` }).click();
  await page.getByText('The amount has changed meanwhile').waitFor();
  expect(await statusNow()).toEqual({ status: 'confirmed', refund: 0 });
  await page.getByRole('button', { name: 'Cancel and get €39.50 back' }).click();
  await page.getByText('Your booking is cancelled').waitFor();
  expect(await statusNow()).toEqual({ status: 'cancelled', refund: 3_950 });
});

test('a customer who loses the connection while cancelling is told, and cancels once, when it is back', async ({ page, visit, made: booking, statusNow }) => {
  visit.expectConsoleError(/ERR_INTERNET_DISCONNECTED/);
  await openCancelling(page, booking);
  await page.context().setOffline(true);
  const cancel = page.getByRole('button', { name: `Cancel and get ${price} back` });
  await cancel.click();
  await page.getByText('We couldn’t reach the booking service').waitFor();
  expect(await statusNow()).toEqual({ status: 'confirmed', refund: 0 });
  await page.context().setOffline(false);
  await cancel.click();
  await page.getByText('Your booking is cancelled').waitFor();
  await page.getByRole('link', { name: /Book/ }).waitFor();
  expect(await statusNow()).toEqual({ status: 'cancelled', refund: 7_900 });
});

test('a new time that somebody else takes in between is struck from the choice, and another one can be had', async ({ stack, page, visit, made: booking, sql }) => {
  visit.expectConsoleError(/409/);
  await page.goto(booking.page);
  await page.getByRole('button', { name: 'Change date or time' }).click();
  await page.getByRole('button', { name: /, available$/ }).last().click();
  const times = page.getByRole('button', { name: /^\d{1,2}:\d{2}/ });
  const quoted = page.waitForResponse((response) => response.url().includes('/reschedule'));
  await times.first().click();
  const { startsAt: chosen } = (await (await quoted).json()) as { startsAt: string };
  await page.getByText('It costs the same.').waitFor();
  // There are two rooms.
  const visitor = createVisitor(stack, slug);
  for (let room = 0; room < 2; room += 1) await visitor('POST', '/holds', { body: { package: 'portrait-30', startsAt: chosen, partySize: 1 }, status: 201 });
  await page.getByRole('button', { name: 'Move my booking' }).click();
  await page.getByText('Somebody was faster').waitFor();
  await times.first().click();
  await page.getByText('It costs the same.').waitFor();
  await page.getByRole('button', { name: 'Move my booking' }).click();
  await page.getByText('Your booking has a new time').waitFor();
  const [row] = await sql`select times_moved, starts_at from bookings where id = ${booking.id}`;
  expect(row?.['times_moved']).toBe(1);
  expect([booking.startsAt, chosen].map((text) => new Date(text).getTime())).not.toContain(new Date(String(row?.['starts_at'])).getTime());
});
