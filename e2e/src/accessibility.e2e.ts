import type { Route } from 'playwright-core';
import { expect } from 'vitest';

import { findFaults } from './axe.ts';
import { cards, type Customer } from './customer.ts';
import { changeWishes, frameOf, siteTest as test } from './host-page.ts';
import { journeys, walk } from './journey.ts';
import { faultsInEveryLook } from './looks.ts';
import { changeTenant } from './tenant-settings.ts';

for (const journey of journeys) {
  test(`axe finds nothing on any step of ${journey.slug}, in light and dark, from left to right and from right to left`, async ({ visit, site }) => {
    visit.expectConsoleError(/402|card_declined/);
    const page = await visit.openPage('desktop', { reducedMotion: 'reduce' });
    const customer = await site.open(page, journey.slug, { theme: 'light', lang: 'en' });
    const faults: string[] = [];
    await walk(customer, journey, async (sight) => void faults.push(...(await faultsInEveryLook(page, sight))), { monthsAhead: 1, nth: 0 });
    expect(faults).toEqual([]);
  });
}

const opener = '<h1>A website</h1><button data-mais-open="book">Book a massage</button>';

test('axe finds nothing in a popup nor on the page around it, on any step, in light and dark and in both directions', async ({ visit, site }) => {
  visit.expectConsoleError(/402|card_declined/);
  const page = await visit.openPage('desktop', { reducedMotion: 'reduce' });
  const customer = await site.open(page, 'marinaspa', { mode: 'popup', id: 'book', label: 'Marina Spa', theme: 'light', lang: 'en' }, { before: opener });
  await page.getByRole('button', { name: 'Book a massage' }).click();
  await page.getByRole('dialog', { name: 'Marina Spa' }).waitFor();
  const faults: string[] = [];
  const look = async (sight: string) => {
    faults.push(...(await faultsInEveryLook(page, `popup: ${sight}`)));
    for (const fault of await findFaults(page.mainFrame())) faults.push(`around the popup: ${sight}: ${fault}`);
  };
  await walk(customer, journeys[2], look, { monthsAhead: 1, nth: 5 });
  expect(faults).toEqual([]);
});

test('the floating button, the popup and its button to close with have names that axe accepts, and speak the language of the widget', async ({ visit, site }) => {
  const page = await visit.openPage('phone', { reducedMotion: 'reduce' });
  const { widget } = await site.open(page, 'studionord', { mode: 'button', label: 'Studio Nord', lang: 'de' }, { before: '<h1>A website</h1>' });
  expect(await findFaults(page.mainFrame())).toEqual([]);
  await page.getByRole('button', { name: 'Studio Nord' }).click();
  await widget.getByRole('heading').first().waitFor();
  for (const [lang, close] of [['de', 'Schließen'], ['ar', 'إغلاق'], ['ja', '閉じる'], ['en', 'Close']] as const) {
    await changeWishes(page, { lang });
    await page.getByRole('dialog', { name: 'Studio Nord' }).getByRole('button', { name: close, exact: true }).waitFor();
    expect(await findFaults(page.mainFrame())).toEqual([]);
  }
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

const nasty = [
  ['pure yellow', '#ffff00'],
  ['a middle grey', '#808080'],
] as const;

for (const [name, color] of nasty) {
  test(`axe finds nothing where the tenant's colour is ${name}`, async ({ stack, sql, visit, site }) => {
    visit.expectConsoleError(/402|card_declined/);
    const setColors = (primary: string, accent: string) =>
      changeTenant(sql, 'matsuritea', (tx, id) => tx`update tenants set branding = branding || ${tx.json({ primary, accent })} where id = ${id}`);
    const config = async () => (await (await fetch(`${stack.bff}/api/v1/widget/config?key=pk_test_matsuritea_sample`)).json()) as { branding: { primary: string; accent: string } };
    const { branding: before } = await config();
    await setColors(color, color);
    try {
      await expect.poll(async () => (await config()).branding.primary).toBe(color);
      const page = await visit.openPage('phone', { reducedMotion: 'reduce' });
      const customer = await site.open(page, 'matsuritea', { theme: 'light', lang: 'en' });
      const faults: string[] = [];
      const look = async (sight: string) => void faults.push(...(await faultsInEveryLook(page, sight, [['dark', 'en'], ['light', 'en']])));
      await walk(customer, { slug: 'matsuritea', item: 'Tea ceremony', hasSlots: true, addOn: 'Seasonal wagashi' }, look);
      expect(faults).toEqual([]);
    } finally {
      await setColors(before.primary, before.accent);
    }
  });
}

/** Answers as the product does when it refuses. */
function refuse(status: number, code: string): (route: Route) => Promise<void> {
  return (route) => route.fulfill({ status, contentType: 'application/problem+json', json: { type: 'about:blank', title: code, status, code, requestId: 'none' } });
}

async function goToDetails(customer: Customer): Promise<void> {
  await customer.choosePackage('Signature massage');
  await customer.goToTimes();
  await customer.widget.getByRole('button', { name: 'Next month' }).click();
  await customer.chooseDay(3);
  await customer.chooseSlot();
}

test('axe finds nothing when a time runs out, a booking is refused, or the calendar cannot be loaded', async ({ stack, visit, site }) => {
  visit.expectConsoleError(/429|500|ERR_FAILED/);
  const page = await visit.openPage('desktop', { reducedMotion: 'reduce' });
  const faults: string[] = [];
  const look = async (sight: string) => void faults.push(...(await faultsInEveryLook(page, sight)));
  const customer = await site.open(page, 'marinaspa', { theme: 'light', lang: 'en' });
  const { widget } = customer;

  await page.route(`${stack.bff}/api/v1/availability?**`, refuse(500, 'internal_error'));
  await customer.choosePackage('Signature massage');
  await customer.goToTimes();
  await widget.getByRole('button', { name: 'Next month' }).click();
  await widget.getByRole('alert').waitFor();
  await look('calendar not loaded');
  await page.unroute(`${stack.bff}/api/v1/availability?**`);
  await widget.getByRole('button', { name: 'Try again' }).click();

  await page.route(`${stack.bff}/api/v1/bookings`, refuse(429, 'too_many_holds'));
  await customer.chooseDay(3);
  await customer.chooseSlot();
  await customer.fillDetails();
  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  await widget.getByRole('alert').waitFor();
  await look('booking refused');

  await page.route(`${stack.bff}/api/v1/holds`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), expiresInSeconds: 1 } });
  });
  await widget.getByRole('button', { name: 'Back' }).click();
  await customer.chooseSlot(1);
  await widget.getByText('Your time is no longer held').waitFor();
  await look('time run out');
  expect(faults).toEqual([]);
});

test('axe finds nothing while the bank asks, after it refuses, and on a page of its own', async ({ stack, visit, site }) => {
  visit.expectConsoleError(/402/);
  const page = await visit.openPage('desktop', { reducedMotion: 'reduce' });
  const customer = await site.open(page, 'marinaspa', { theme: 'dark', lang: 'en' });
  await goToDetails(customer);
  await customer.fillDetails();
  await customer.continueToPayment();
  const scheme = () => customer.cardForm.locator('html').evaluate((root) => getComputedStyle(root).colorScheme);
  expect(await scheme()).toBe('dark');
  await changeWishes(page, { theme: 'light' });
  await expect.poll(scheme, { message: 'the card form follows the page around it' }).toBe('light');
  await customer.pay(cards.threeDSecure);
  await customer.bank.getByRole('button', { name: 'Fail authentication' }).waitFor();
  const frame = await frameOf(page);
  expect(await findFaults(frame)).toEqual([]);
  await customer.bank.getByRole('button', { name: 'Fail authentication' }).click();
  await customer.widget.getByRole('alert').first().waitFor();
  expect(await findFaults(frame)).toEqual([]);

  await page.goto(`${stack.bff}/book/studionord`);
  await page.getByRole('heading', { name: 'What would you like to book?' }).waitFor();
  expect(await findFaults(page.mainFrame())).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the page that refuses a website, in ${colorScheme}`, async ({ stack, visit }) => {
    visit.expectConsoleError(/403|404/);
    const page = await visit.openPage('phone', { colorScheme });
    await page.goto(`${stack.bff}/embed/bellaweddings?key=pk_test_bellaweddings_sample&host=${encodeURIComponent('https://evil.example')}&v=1`);
    expect(await findFaults(page.mainFrame())).toEqual([]);
    await page.goto(`${stack.bff}/book/nobody`);
    expect(await findFaults(page.mainFrame())).toEqual([]);
  });
}
