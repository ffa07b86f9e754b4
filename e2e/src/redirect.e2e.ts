import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { cards, Customer } from './customer.ts';
import { test } from './fixtures.ts';

/** Away from the month in which the other tests book. */
async function goToPayment(customer: Customer, nth: number): Promise<void> {
  await customer.choosePackage('Portrait, 60 minutes');
  await customer.goToTimes();
  await customer.widget.getByRole('button', { name: 'Next month' }).click();
  await customer.chooseDay(nth);
  await customer.chooseSlot();
  await customer.fillDetails();
  await customer.continueToPayment();
}

/** The booking's own page in a tab, opened from the widget in the frame. */
async function openTab({ page, widget }: Customer): Promise<Customer> {
  const opened = page.context().waitForEvent('page');
  await widget.getByRole('link', { name: 'Pay another way, in a new tab' }).click();
  const tab = await opened;
  await widget.getByText('Pay in the other tab').waitFor();
  expect(await widget.locator(':focus').getByText('Pay in the other tab').count(), 'the focus goes on to what has come').toBe(1);
  return new Customer(tab, tab.locator('body'));
}

async function goToBank({ page, widget, cardForm }: Customer): Promise<void> {
  await cardForm.getByRole('radio', { name: 'iDEAL' }).check();
  await widget.getByRole('button', { name: /^Pay / }).click();
  await page.getByRole('heading', { name: 'iDEAL test payment page' }).waitFor();
}

function expectNoSecrets(page: Page): void {
  expect(page.url()).not.toMatch(/token|secret|booking=|payment_intent/);
}

test('a customer pays at a bank in a new tab, comes back to the booking, and the widget follows along', async ({ demoPage }) => {
  const customer = await demoPage('studionord');
  await goToPayment(customer, 11);
  expect(await customer.cardForm.getByRole('radio').count(), 'in the frame nothing leads away').toBe(0);
  const tab = await openTab(customer);
  await goToBank(tab);
  await tab.page.getByRole('button', { name: 'Authorize test payment' }).click();
  const reference = await tab.waitUntilBooked();
  expectNoSecrets(tab.page);
  expect(await customer.waitUntilBooked()).toBe(reference);
  expect((await customer.heardTypes()).filter((type) => type === 'booking_completed')).toHaveLength(1);
});

test('a payment that the bank refuses comes back to the booking, which is paid by card then', async ({ demoPage, visit }) => {
  visit.expectConsoleError(/402|card_declined/);
  const customer = await demoPage('studionord', 'phone');
  await goToPayment(customer, 12);
  const tab = await openTab(customer);
  await goToBank(tab);
  await tab.page.getByRole('button', { name: 'Fail test payment' }).click();
  await tab.widget.getByText('The payment did not go through').waitFor();
  expectNoSecrets(tab.page);
  await tab.cardForm.getByRole('radio', { name: 'Card' }).check();
  await tab.pay(cards.success);
  const reference = await tab.waitUntilBooked();
  expect(await customer.waitUntilBooked()).toBe(reference);
});

test('a customer who closes the tab at the bank pays in the widget after all', async ({ demoPage }) => {
  const customer = await demoPage('studionord');
  await goToPayment(customer, 13);
  const tab = await openTab(customer);
  await goToBank(tab);
  await tab.page.close();
  await customer.widget.getByRole('button', { name: 'Pay here instead' }).click();
  await customer.cardForm.getByLabel('Card number').waitFor();
  await customer.pay(cards.success);
  await customer.waitUntilBooked();
});

test('on the hosted page the customer goes to the bank and back in one tab', async ({ stack, phonePage: page }) => {
  await page.goto(`${stack.bff}/book/studionord`);
  const customer = new Customer(page, page.locator('body'));
  await goToPayment(customer, 14);
  await goToBank(customer);
  await page.getByRole('button', { name: 'Authorize test payment' }).click();
  const reference = await customer.waitUntilBooked();
  expectNoSecrets(page);
  await page.reload();
  expect(await customer.waitUntilBooked()).toBe(reference);
});
