import type { Locator, Page, Request } from 'playwright-core';
import { expect } from 'vitest';
import type { Customer } from './customer.ts';
import { test } from './fixtures.ts';

/** With a stream, the page asks by itself only every minute and a half: what is there before that has been told. */
const SOON = { timeout: 20_000 };

async function openTimes(customer: Customer, item: string): Promise<void> {
  await customer.choosePackage(item);
  await customer.goToTimes();
  await days(customer).first().waitFor();
}

function days(customer: Customer): Locator {
  return customer.widget.getByRole('button', { name: /, available$/ });
}

function named(customer: Customer, name: string): Locator {
  return customer.widget.getByRole('button', { name, exact: true });
}

/** Resolves once the page has a stream that is open. */
async function withStream(page: Page, act: () => Promise<void>): Promise<void> {
  const opened = page.waitForResponse((response) => response.url().includes('/availability/stream') && response.status() === 200);
  await act();
  await opened;
}

test('a day that somebody else holds goes grey, untouched, long before the page would ask again, and comes back when it is given back', async ({ demoPage }) => {
  const [watcher, taker] = await Promise.all([demoPage('bellaweddings'), demoPage('bellaweddings', 'phone')]);
  await withStream(watcher.page, () => openTimes(watcher, 'Full-day wedding'));
  // The two packages need the same team.
  await openTimes(taker, 'Elopement');
  await Promise.all([watcher.goToQuietMonth(), taker.goToQuietMonth()]);
  const day = (await days(watcher).nth(1).getAttribute('aria-label')) ?? '';

  await named(taker, day).click();
  await taker.widget.getByRole('heading', { name: 'Your details' }).waitFor();
  await named(watcher, day.replace('available', 'fully booked')).waitFor(SOON);

  await taker.widget.getByRole('button', { name: 'Back' }).click();
  await days(taker).last().click();
  await taker.widget.getByRole('heading', { name: 'Your details' }).waitFor();
  await named(watcher, day).waitFor(SOON);
});

test('a time that somebody else holds is struck out in place, and cannot be chosen any more', async ({ demoPage }) => {
  const [watcher, taker] = await Promise.all([demoPage('marinaspa', 'phone'), demoPage('marinaspa')]);
  await withStream(watcher.page, () => openTimes(watcher, 'Hammam ritual'));
  await openTimes(taker, 'Hammam ritual');
  const time = watcher.widget.getByRole('button', { name: /^\d{1,2}:\d{2}/ }).first();
  const name = (await time.textContent())?.trim() ?? '';
  await named(taker, name).click();
  await taker.widget.getByRole('heading', { name: 'Your details' }).waitFor();

  const gone = watcher.widget.getByRole('button', { name: `${name} No longer free` });
  await gone.waitFor(SOON);
  await gone.click({ force: true });
  await watcher.widget.getByText(`Just taken: ${name}`).waitFor({ state: 'attached' });
  expect(await watcher.widget.getByRole('heading', { name: 'Your details' }).count()).toBe(0);

  // Its holder still sees it, and everything that it stands in the way of.
  await taker.widget.getByRole('button', { name: 'Back' }).click();
  await taker.widget.getByRole('button', { name: `${name} Held for you` }).waitFor();
  await taker.page.waitForTimeout(1_500);
  expect(await taker.widget.getByRole('button', { name: /No longer free/ }).count()).toBe(0);
});

test('with the stream blocked, the calendar is kept up by asking now and then', async ({ demoPage, visit }) => {
  visit.expectConsoleError(/ERR_FAILED|ERR_BLOCKED_BY_CLIENT|ERR_ABORTED/);
  const [watcher, taker] = await Promise.all([demoPage('bellaweddings'), demoPage('bellaweddings', 'phone')]);
  await watcher.page.route('**/availability/stream*', (route) => route.abort());
  await Promise.all([openTimes(watcher, 'Full-day wedding'), openTimes(taker, 'Elopement')]);
  await Promise.all([watcher.goToQuietMonth(), taker.goToQuietMonth()]);
  const day = (await days(watcher).nth(3).getAttribute('aria-label')) ?? '';
  await named(taker, day).click();
  await taker.widget.getByRole('heading', { name: 'Your details' }).waitFor();
  await named(watcher, day.replace('available', 'fully booked')).waitFor({ timeout: 20_000 });
});

test('a widget has one stream at most, and none once a time is chosen', async ({ demoPage }) => {
  const customer = await demoPage('matsuritea');
  const streams = { open: 0, most: 0 };
  customer.page.on('request', (request) => {
    if (!request.url().includes('/availability/stream')) return;
    streams.open += 1;
    streams.most = Math.max(streams.most, streams.open);
  });
  const end = (request: Request) => {
    if (request.url().includes('/availability/stream')) streams.open -= 1;
  };
  customer.page.on('requestfinished', end).on('requestfailed', end);
  await withStream(customer.page, () => openTimes(customer, 'Tea ceremony'));
  await customer.widget.getByRole('button', { name: 'Next month' }).click();
  await customer.widget.getByRole('button', { name: 'Previous month' }).click();
  await days(customer).first().click();
  expect(streams).toEqual({ open: 1, most: 1 });
  await customer.chooseSlot();
  await customer.widget.getByRole('heading', { name: 'Your details' }).waitFor();
  await expect.poll(() => streams.open).toBe(0);
  await withStream(customer.page, () => customer.widget.getByRole('button', { name: 'Back' }).click());
  expect(streams).toEqual({ open: 1, most: 1 });
});
