import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { test } from './fixtures.ts';
import { focusNow, type Stop, tabTo } from './focus.ts';
import { frameOf, startHostSite } from './host-page.ts';

const around = { before: '<a href="#before">Before the widget</a>', after: '<a href="#after">After the widget</a>' };

/** A step that has begun has the focus on its heading. */
async function expectStep(page: Page, title: string): Promise<void> {
  await expect.poll(async () => (await focusNow(page)).name).toBe(title);
  expect((await focusNow(page)).id).toBe('mais-step-title');
}

function expectVisible(stops: readonly Stop[]): void {
  expect(stops.filter((stop) => !stop.isVisible).map((stop) => stop.name)).toEqual([]);
}

async function dayInFocus(page: Page): Promise<Date> {
  return new Date((await focusNow(page)).name.replace(/, [^,]*$/, ''));
}

async function pressAndReadDay(page: Page, key: string): Promise<Date> {
  const before = (await focusNow(page)).name;
  await page.keyboard.press(key);
  await expect.poll(async () => (await focusNow(page)).name).not.toBe(before);
  return dayInFocus(page);
}

test('books with the keyboard alone, and comes out of the widget again', async ({ stack, visit }) => {
  const page = await visit.openPage('desktop');
  const site = await startHostSite(stack);
  const { widget } = await site.open(page, 'studionord', { lang: 'en' }, around);
  await widget.getByRole('button', { name: 'Portrait, 60 minutes' }).waitFor();
  expect(await focusNow(page), 'a page that loads keeps the focus').toMatchObject({ in: 'host' });

  await page.getByRole('link', { name: 'Before the widget' }).focus();
  const cards = await tabTo(page, 'Portrait, 60 minutes');
  expect(cards.map((stop) => stop.name)).toEqual(['Portrait, 30 minutes', 'Portrait, 60 minutes']);
  expectVisible(cards);
  await page.keyboard.press('Enter');

  await expectStep(page, 'Make it yours');
  const options = await tabTo(page, 'Choose a time');
  expectVisible(options);
  await page.keyboard.press('Shift+Tab');
  await tabTo(page, 'More: Retouched print', 'Shift+Tab');
  await page.keyboard.press('Space');
  await widget.getByText('€158.00').waitFor();
  await tabTo(page, 'Choose a time');
  await page.keyboard.press('Enter');

  await expectStep(page, 'Choose a date and time');
  expectVisible(await tabTo(page, /\d{4}, available$/));
  await walkTheGrid(page);
  while (!(await focusNow(page)).name.endsWith(', available')) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await focusNow(page)).id).toBe('mais-slots-title');
  expectVisible(await tabTo(page, /^\d{1,2}:\d{2}/));
  await page.keyboard.press('Enter');

  await expectStep(page, 'Your details');
  await tabTo(page, 'Back', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expectStep(page, 'Choose a date and time');
  expectVisible(await tabTo(page, /^Continue with /));
  await page.keyboard.press('Enter');

  await expectStep(page, 'Your details');
  expectVisible(await tabTo(page, 'Continue to payment'));
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await focusNow(page)).name, { message: 'the first field that is wrong gets the focus' }).toBe('Name');
  const wrong = widget.getByRole('textbox', { name: 'Name', exact: true });
  expect(await wrong.getAttribute('aria-invalid')).toBe('true');
  expect(await widget.locator(`[id="${await wrong.getAttribute('aria-describedby')}"]`).textContent()).toMatch(/name/i);
  await page.keyboard.type('Ana Example');
  await tabTo(page, 'E-mail');
  await page.keyboard.type('ana@example.com');
  await tabTo(page, 'Continue to payment');
  await page.keyboard.press('Enter');

  await expectStep(page, 'Payment');
  await widget.frameLocator('iframe[title="Secure payment input frame"]').getByLabel('Card number').waitFor();
  await tabTo(page, 'Secure payment input frame');
  // The form goes on to the next field by itself, as Stripe's does.
  for (const text of ['4242424242424242', '1234', '123']) await page.keyboard.type(text, { delay: 10 });
  expectVisible(await tabTo(page, /^Pay /));
  await page.keyboard.press('Enter');

  await expectStep(page, 'You’re booked');
  expectVisible(await tabTo(page, 'Book something else'));
  expect((await tabTo(page, 'After the widget')).length, 'nothing holds the focus back').toBe(1);
  await page.keyboard.press('Shift+Tab');
  expect(await focusNow(page)).toMatchObject({ in: 'widget', name: 'Book something else' });
  await site.close();
});

/** Every key of the grid, from a day in the middle of the next month and back to it. */
async function walkTheGrid(page: Page): Promise<void> {
  const dayMs = 86_400_000;
  const days = (later: Date, earlier: Date) => Math.round((later.getTime() - earlier.getTime()) / dayMs);
  const start = await dayInFocus(page);
  const nextMonth = await pressAndReadDay(page, 'PageDown');
  expect(nextMonth.getMonth()).toBe((start.getMonth() + 1) % 12);
  // Weeks begin on a Monday in Berlin.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  const monday = await dayInFocus(page);
  expect(monday.getDay()).toBe(1);
  expect(days(await pressAndReadDay(page, 'ArrowRight'), monday)).toBe(1);
  expect(days(await pressAndReadDay(page, 'ArrowLeft'), monday)).toBe(0);
  expect(days(await pressAndReadDay(page, 'ArrowDown'), monday)).toBe(7);
  expect(days(await pressAndReadDay(page, 'ArrowUp'), monday)).toBe(0);
  expect((await pressAndReadDay(page, 'End')).getDay()).toBe(0);
  expect((await pressAndReadDay(page, 'PageUp')).getTime()).toBeLessThan(monday.getTime());
}

test('a screen reader hears when the held time runs short, and that it is gone', async ({ stack, visit }) => {
  const page = await visit.openPage('desktop');
  const site = await startHostSite(stack);
  const customer = await site.open(page, 'marinaspa', { lang: 'en' });
  await customer.choosePackage('Hammam ritual');
  await page.route(`${stack.bff}/api/v1/holds`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), expiresInSeconds: 63 } });
  });
  await customer.goToTimes();
  await customer.widget.getByRole('button', { name: 'Next month' }).click();
  await customer.chooseDay(5);
  await page.clock.install();
  await customer.chooseSlot();
  const frame = await frameOf(page);
  const spoken = frame.locator('[role="timer"] [aria-live="polite"]');
  await spoken.waitFor({ state: 'attached' });
  const first = await spoken.textContent();
  await expect.poll(() => spoken.textContent(), { timeout: 20_000 }).not.toBe(first);
  expect(await spoken.textContent()).toMatch(/one more minute/);
  await page.clock.fastForward(70_000);
  await customer.widget.getByRole('alert').filter({ hasText: 'Your time is no longer held' }).waitFor();
  await site.close();
});
