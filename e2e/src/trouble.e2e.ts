import { expect } from 'vitest';
import { cards, type Customer } from './customer.ts';
import { test } from './fixtures.ts';

async function goToTimes(customer: Customer, item: string): Promise<void> {
  await customer.choosePackage(item);
  await customer.goToTimes();
  await customer.widget.getByRole('button', { name: 'Next month' }).click();
}

test('a customer who loses the connection is told, keeps everything, and goes on when it is back', async ({ demoPage, visit }) => {
  visit.expectConsoleError(/ERR_INTERNET_DISCONNECTED/);
  const customer = await demoPage('studionord', 'phone');
  const { widget } = customer;
  await goToTimes(customer, 'Portrait, 60 minutes');
  await customer.chooseDay(2);
  await customer.chooseSlot();
  await customer.fillDetails({ name: 'Ana Offline' });

  await customer.page.context().setOffline(true);
  await widget.getByText('No connection').first().waitFor();
  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  await widget.getByText('Nothing is lost: try again').waitFor();

  await customer.page.context().setOffline(false);
  await widget.getByText('No connection').first().waitFor({ state: 'detached' });
  await expect.poll(() => widget.getByText('Nothing is lost: try again').count()).toBe(0);
  expect(await widget.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Ana Offline');
  await customer.continueToPayment();
  await customer.pay(cards.success);
  await customer.waitUntilBooked();
});

test('a customer who is slowed down is told for how long, and may go on after that', async ({ demoPage, visit }) => {
  visit.expectConsoleError(/429/);
  const customer = await demoPage('studionord');
  const { widget, page } = customer;
  await goToTimes(customer, 'Portrait, 30 minutes');
  await customer.chooseDay(3);
  await customer.chooseSlot();
  await customer.fillDetails();
  const problem = { type: 'urn:mais:problem:rate_limited', title: 'Too many requests', status: 429, code: 'rate_limited', detail: 'Try again in 7 s.', requestId: 'r' };
  await page.route('**/api/v1/bookings', (route) => route.fulfill({ status: 429, headers: { 'retry-after': '7', 'content-type': 'application/problem+json' }, body: JSON.stringify(problem) }), { times: 1 });
  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  await widget.getByText('A little too fast').waitFor();
  await widget.getByText(/\(0:0[1-6]\)/).waitFor();
  expect(await widget.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  await widget.getByRole('button', { name: 'Try again' }).click({ timeout: 10_000 });
  await customer.cardForm.getByLabel('Card number').waitFor();
});

test('a theme that the host page changes in the middle changes nothing else', async ({ demoPage }) => {
  const customer = await demoPage('studionord');
  const { widget, page } = customer;
  await goToTimes(customer, 'Portrait, 30 minutes');
  await customer.chooseDay(4);
  await customer.chooseSlot();
  await customer.fillDetails({ name: 'Ana Theme' });
  const colour = () => widget.getByRole('textbox', { name: 'Name', exact: true }).evaluate((field) => getComputedStyle(field).color);
  const before = await colour();
  await page.locator('mais-widget').first().evaluate((element) => element.setAttribute('theme', 'dark'));
  await expect.poll(colour).not.toBe(before);
  expect(await widget.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Ana Theme');
  await widget.getByText(/^Held for \d/).waitFor();
  await customer.continueToPayment();
});
