import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { cards, Customer } from './customer.ts';
import { test } from './fixtures.ts';

async function openHosted(page: Page, address: string): Promise<Customer> {
  await page.goto(address);
  return new Customer(page, page.locator('body'));
}

/** Away from the month in which the other tests book. */
async function turnMonth({ widget }: Customer): Promise<void> {
  await widget.getByRole('button', { name: 'Next month' }).click();
}

test('a customer without a website to come from books on a phone, with the browser\'s own Back at hand', async ({ stack, phonePage: page }) => {
  const customer = await openHosted(page, `${stack.bff}/book/harborkayaks`);
  const { widget } = customer;
  await widget.getByRole('heading', { level: 1, name: 'Harbor Kayaks' }).waitFor();
  expect(await page.title()).toContain('Harbor Kayaks');
  await customer.choosePackage('Sunset paddle');
  await expect.poll(() => page.title()).toBe('Options · Harbor Kayaks');
  await customer.goToTimes();
  await turnMonth(customer);
  await customer.chooseDay(2);
  await customer.chooseSlot();
  await customer.fillDetails();
  await expect.poll(() => page.title()).toBe('Details · Harbor Kayaks');

  await page.goBack();
  await widget.getByRole('heading', { name: 'Choose a date and time' }).waitFor();
  await page.goBack();
  await widget.getByRole('button', { name: 'Choose a time' }).waitFor();
  await page.goForward();
  await page.goForward();
  expect(await widget.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Ana Example');
  // The widget's own Back is the same as the browser's: forward leads to where it came from.
  await widget.getByRole('button', { name: 'Back', exact: true }).click();
  await widget.getByRole('heading', { name: 'Choose a date and time' }).waitFor();
  await page.goForward();

  await customer.continueToPayment();
  await customer.pay(cards.success);
  const reference = await customer.waitUntilBooked();
  await page.reload();
  expect(await customer.waitUntilBooked()).toBe(reference);
  // A booking that is made isn't left for its own form, and nobody is held here.
  await page.goBack();
  expect(await customer.waitUntilBooked()).toBe(reference);
});

test('going back from an unpaid booking gives its time back and holds it again', async ({ stack, page, visit }) => {
  const customer = await openHosted(page, `${stack.bff}/book/studionord/portrait-30`);
  await customer.goToTimes();
  await turnMonth(customer);
  await customer.chooseDay(8);
  await customer.chooseSlot();
  await customer.fillDetails();
  await customer.continueToPayment();
  visit.expectConsoleError(/ERR_ABORTED/);
  await page.goBack();
  await customer.widget.getByRole('heading', { name: 'Your details' }).waitFor();
  await customer.continueToPayment();
  await customer.pay(cards.success);
  await customer.waitUntilBooked();
});

test('in a frame the steps leave the history of the page around it alone', async ({ demoPage }) => {
  const customer = await demoPage('studionord');
  const before = await customer.page.evaluate(() => history.length);
  await customer.choosePackage('Portrait, 60 minutes');
  await customer.goToTimes();
  await turnMonth(customer);
  await customer.chooseDay(9);
  await customer.chooseSlot();
  await customer.widget.getByRole('heading', { name: 'Your details' }).waitFor();
  await expect.poll(() => customer.page.evaluate(() => history.length)).toBe(before);
});

test('where Stripe.js is blocked in the frame, the customer pays in a new tab and the widget follows along', async ({ demoPage, visit }) => {
  visit.expectConsoleError(/ERR_FAILED|ERR_BLOCKED/);
  const customer = await demoPage('matsuritea', 'phone');
  const { widget, page } = customer;
  await page.route(/\/(v3|stripe)[^?]*\.js|js\.stripe\.com/, (route) => route.abort());
  await customer.choosePackage('Tea ceremony');
  await customer.goToTimes();
  await turnMonth(customer);
  await customer.chooseDay(5);
  await customer.chooseSlot();
  await customer.fillDetails();
  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  await widget.getByText('The payment form could not be loaded').waitFor();
  const opened = page.context().waitForEvent('page');
  await widget.getByRole('link', { name: 'Pay in a new tab' }).click();
  const tab = await opened;
  const elsewhere = new Customer(tab, tab.locator('body'));
  await widget.getByText('Pay in the other tab').waitFor();
  await elsewhere.cardForm.getByLabel('Card number').waitFor();
  expect(tab.url()).not.toMatch(/token|booking=/);
  await elsewhere.pay(cards.success);
  const reference = await elsewhere.waitUntilBooked();
  expect(await customer.waitUntilBooked()).toBe(reference);
  expect((await customer.heardTypes()).filter((type) => type === 'booking_completed')).toHaveLength(1);
});
