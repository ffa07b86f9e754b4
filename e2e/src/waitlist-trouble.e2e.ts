import type { Availability, Hold } from '@mais/contract';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { findFaults } from './axe.ts';
import { cards, Customer } from './customer.ts';
import { test as base } from './fixtures.ts';
import { waitForMail } from './mailbox.ts';
import { createVisitor } from './made-booking.ts';
import type { StackUnderTest } from './stack.ts';

/** A time of the studio that is taken as often as there are rooms. */
interface Line {
  readonly startsAt: string;
  /** who joins without the widget; the link of the e-mail that says so */
  readonly join: (email: string) => Promise<string>;
  /** one of those who took it lets it go */
  readonly letGo: () => Promise<unknown>;
  /** the link of the e-mail that offers it */
  readonly offerTo: (email: string) => Promise<string>;
}

const slug = 'studionord';

/** How many times this file has filled: each is on a day of its own. */
let filled = 0;

const test = base.extend<{ line: Line }>({
  line: async ({ stack }, use) => {
    const send = createVisitor(stack, slug);
    const day = (days: number) => new Date(Date.now() + stack.clockOffsetSeconds * 1000 + days * 86_400_000).toISOString().slice(0, 10);
    const { days } = await send<Availability>('GET', `/availability?package=editorial-120&from=${day(12)}&to=${day(40)}`);
    const startsAt = days.filter(({ slots }) => slots.length > 2)[filled++]?.slots[1]?.startsAt ?? '';
    const holds: Hold[] = [];
    for (;;) {
      const hold = await send<Hold>('POST', '/holds', { body: { package: 'editorial-120', startsAt, partySize: 1 }, status: 201 }).catch(() => null);
      if (hold === null) break;
      holds.push(hold);
    }
    const linkIn = async (to: string, title: string, before: RegExp) => before.exec(await waitForMail(stack, { to, title }))?.[1] ?? '';
    await use({
      startsAt,
      async join(email) {
        await send('POST', '/waitlist', { body: { package: 'editorial-120', startsAt, partySize: 1, customer: { name: 'Wai Ting', email }, consent: true, locale: 'en-GB' }, status: 201 });
        return linkIn(email, 'You are on the waiting list', /waiting list: (http\S+)/);
      },
      letGo: () => send('DELETE', `/holds/${holds[0]?.id}`, { token: holds[0]?.token ?? '', status: 204 }),
      offerTo: (email) => linkIn(email, words.offered, /Book it now: (\S+)/),
    });
  },
});

const words = {
  joined: 'You’re on the waiting list',
  offered: 'A place is free for you',
  failed: 'That didn’t work. Please try again in a moment.',
} as const;

/** Opens the form for the taken time, filled in; its page hears nothing of what others do. */
async function fillIn(page: Page, { bff }: StackUnderTest, { startsAt }: Line, email: string): Promise<void> {
  await page.route('**/availability/stream*', (route) => route.abort());
  await page.goto(`${bff}/book/${slug}?key=pk_test_${slug}_sample&package=editorial-120&lang=en-GB`);
  const customer = new Customer(page, page.locator('body'));
  await customer.goToTimes();
  await page.getByRole('button', { name: /, available$/ }).first().waitFor();
  const written = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options).format(new Date(startsAt));
  const day = page.getByRole('button', { name: new RegExp(`^${written({ weekday: 'long' })},? ${written({ dateStyle: 'long' })}, available$`) });
  if ((await day.count()) === 0) await page.getByRole('button', { name: 'Next month' }).click();
  await day.click();
  await page.getByRole('button', { name: `${written({ timeStyle: 'short' })}, fully booked: join the waiting list` }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Wai Ting');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('checkbox', { name: /writes to me/ }).check();
}

/** Waits, is offered the time, and opens the link. */
async function openOffer(line: Line, email: string, ...pages: readonly Page[]): Promise<void> {
  await line.join(email);
  await line.letGo();
  const link = await line.offerTo(email);
  for (const page of pages) {
    await page.goto(link);
    await page.getByText(words.offered).waitFor();
  }
}

const joinButton = (page: Page) => page.getByRole('button', { name: 'Join the waiting list', exact: true });

test('joining that the server does not answer, or without a connection, says so, keeps what was typed, and works at the next try', async ({ page, visit, stack, line }) => {
  visit.expectConsoleError(/503|ERR_/);
  await fillIn(page, stack, line, 'next-try@example.com');
  await page.route('**/api/v1/waitlist', (route) => route.fulfill({ status: 503, contentType: 'text/plain', body: 'overloaded' }));
  await joinButton(page).click();
  await page.getByText(words.failed).waitFor();
  await page.unroute('**/api/v1/waitlist');
  await page.context().setOffline(true);
  await joinButton(page).click();
  await page.getByText(words.failed).waitFor();
  await page.context().setOffline(false);
  expect(await page.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe('next-try@example.com');
  await joinButton(page).click();
  await page.getByText(words.joined).waitFor();
});

test('who would wait for a time that has just come free is sent to the calendar instead', async ({ page, visit, stack, line }) => {
  visit.expectConsoleError(/409|ERR_FAILED/);
  await fillIn(page, stack, line, 'too-late@example.com');
  await line.letGo();
  await joinButton(page).click();
  await page.getByText('There is a place on that day now.', { exact: false }).waitFor();
});

test('an offer that can’t be taken for want of a connection stays, and is taken when it is back', async ({ page, visit, line }) => {
  visit.expectConsoleError(/ERR_INTERNET_DISCONNECTED/);
  await openOffer(line, 'tunnel@example.com', page);
  await page.context().setOffline(true);
  const take = page.getByRole('button', { name: 'Book this place' });
  await take.click();
  await page.getByText(words.failed).waitFor();
  await page.context().setOffline(false);
  await take.click();
  await page.getByRole('heading', { name: 'Your details' }).waitFor();
});

test('an offer that was booked in another tab is shown as its booking stands: unpaid, paid, cancelled', async ({ visit, line }) => {
  visit.expectConsoleError(/409/);
  const [first, second, third] = [await visit.openPage('phone'), await visit.openPage('phone'), await visit.openPage('phone')];
  await openOffer(line, 'two-tabs@example.com', first, second, third);
  await first.getByRole('button', { name: 'Book this place' }).click();
  const customer = new Customer(first, first.locator('body'));
  await customer.fillDetails({ name: 'Wai Ting', email: 'two-tabs@example.com' });
  await customer.continueToPayment();
  await second.getByRole('button', { name: 'Book this place' }).click();
  await second.getByText('Your booking isn’t confirmed yet').waitFor();
  await third.getByRole('button', { name: 'Pass it on' }).click();
  await third.getByText('Your booking isn’t confirmed yet').waitFor();
  await customer.pay(cards.success);
  await customer.waitUntilBooked();
  const link = await line.offerTo('two-tabs@example.com');
  await second.goto(link);
  await second.getByText('You have booked this place').waitFor();
  const manage = await customer.openManagePage();
  await manage.getByRole('button', { name: 'Cancel booking' }).click();
  await manage.getByRole('button', { name: /^Cancel and get/ }).click();
  await manage.getByText('Your booking is cancelled').waitFor();
  await second.goto(link);
  await second.getByText('Your booking of this place has ended').waitFor();
  expect(await findFaults(second.mainFrame())).toEqual([]);
});

test('an offer that has gone to the next meanwhile says that it is over', async ({ visit, line }) => {
  visit.expectConsoleError(/409/);
  const [first, second] = [await visit.openPage('phone'), await visit.openPage('phone')];
  await openOffer(line, 'gone@example.com', first, second);
  await first.getByRole('button', { name: 'Pass it on' }).click();
  await first.getByText('You no longer wait').waitFor();
  await second.getByRole('button', { name: 'Book this place' }).click();
  await second.getByText('This offer is over').waitFor();
});

test('who can’t leave the list for want of a connection is told, and leaves when it is back', async ({ page, visit, line }) => {
  visit.expectConsoleError(/ERR_INTERNET_DISCONNECTED/);
  await page.goto(await line.join('leaver@example.com'));
  await page.getByText(words.joined).waitFor();
  await page.context().setOffline(true);
  const leave = page.getByRole('button', { name: 'Leave the waiting list' });
  await leave.click();
  await page.getByText(words.failed).waitFor();
  await page.context().setOffline(false);
  await leave.click();
  await page.getByText('You no longer wait').waitFor();
});

test('a link of the waitlist that the server does not answer says so, and works when the page is loaded again', async ({ page, visit, line }) => {
  visit.expectConsoleError(/503/);
  const link = await line.join('patient@example.com');
  await page.route('**/api/v1/waitlist/*', (route) => route.fulfill({ status: 503, contentType: 'text/plain', body: 'overloaded' }));
  await page.goto(link);
  const again = page.getByRole('button', { name: 'Load again' });
  await again.waitFor();
  await page.unroute('**/api/v1/waitlist/*');
  await again.click();
  await page.getByText(words.joined).waitFor();
  await expect.poll(() => page.url()).not.toContain('token');
});
