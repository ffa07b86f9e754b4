import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { findFaults } from './axe.ts';
import { cards, Customer } from './customer.ts';
import { frameOf, changeWishes, siteTest as test, untilShown } from './host-page.ts';
import { journeys, walk } from './journey.ts';
import { faultsInEveryLook } from './looks.ts';
import type { StackUnderTest } from './stack.ts';

/** Studio Nord, up to the payment form, on a day that no other test books. */
async function goToPayment(customer: Customer, nth: number): Promise<void> {
  await goToDetails(customer, 'Portrait, 60 minutes', nth);
  await customer.fillDetails();
  await customer.continueToPayment();
}

async function goToDetails(customer: Customer, item: string, nth: number): Promise<void> {
  await customer.choosePackage(item);
  await customer.goToTimes();
  await customer.widget.getByRole('button', { name: 'Next month' }).click();
  await customer.chooseDay(nth);
  await customer.chooseSlot();
  await customer.widget.getByRole('heading', { name: 'Your details' }).waitFor();
}

/** From now on the server says of a booking what the test says of it. */
async function answerBookings(page: Page, stack: StackUnderTest, change: Record<string, unknown>): Promise<void> {
  await page.route(new RegExp(`^${stack.bff}/api/v1/bookings/[^/?]+(\\?.*)?$`), async (route) => {
    const response = await route.fetch();
    const { booking, ...rest } = (await response.json()) as { booking: object };
    await route.fulfill({ response, json: { ...rest, booking: { ...booking, ...change } } });
  });
}

test('axe finds nothing on any step of a page of its own, whose headings are in order from the first', async ({ stack, visit }) => {
  visit.expectConsoleError(/402|card_declined/);
  const page = await visit.openPage('phone', { reducedMotion: 'reduce' });
  await page.goto(`${stack.bff}/book/${journeys[1].slug}`);
  const faults: string[] = [];
  const look = async (sight: string) => {
    for (const fault of await findFaults(page.mainFrame())) faults.push(`${sight}: ${fault}`);
  };
  await walk(new Customer(page, page.locator('body')), journeys[1], look, { monthsAhead: 2, nth: 9 });
  expect(faults).toEqual([]);
}, 180_000);

test('axe finds nothing in questions of every kind, empty, answered and refused', async ({ visit, site }) => {
  const page = await visit.openPage('phone', { reducedMotion: 'reduce' });
  const customer = await site.open(page, 'harborkayaks', { theme: 'light', lang: 'en' });
  const { widget } = customer;
  const faults: string[] = [];
  const look = async (sight: string) => void faults.push(...(await faultsInEveryLook(page, sight)));
  await goToDetails(customer, 'Island day', 1);
  await look('questions');
  const day = widget.getByLabel('When were you last in a kayak?');
  const size = widget.getByRole('combobox', { name: /^Size of wetsuit/ });
  await day.fill('2025-02-28');
  await size.selectOption('XL');
  await widget.getByRole('textbox', { name: /^Allergies/ }).fill('Bee stings\nand peanuts');
  await widget.getByRole('checkbox', { name: /walk to the summit/ }).check();
  await widget.getByRole('textbox', { name: 'E-mail' }).fill('island@example');
  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  await widget.getByText('Please tick this box to go on').waitFor();
  await look('questions answered, and one refused');
  expect([await day.inputValue(), await size.inputValue()]).toEqual(['2025-02-28', 'xl']);
  expect(faults).toEqual([]);

  await customer.fillDetails({ email: 'island@example.com' });
  await customer.continueToPayment();
}, 180_000);

test('axe finds nothing where a promo code and a postal code are asked for, taken and refused', async ({ visit, site }) => {
  visit.expectConsoleError(/409|422/);
  const page = await visit.openPage('desktop', { reducedMotion: 'reduce' });
  const customer = await site.open(page, 'harborkayaks', { theme: 'light', lang: 'en' });
  const { widget } = customer;
  const faults: string[] = [];
  const look = async (sight: string) => void faults.push(...(await faultsInEveryLook(page, sight)));
  await goToDetails(customer, 'Gulf charter', 3);
  await customer.fillDetails({ email: 'charter-axe@example.com' });
  const code = widget.getByRole('textbox', { name: 'Promo code' });
  const postalCode = widget.getByRole('textbox', { name: 'Postal code' });
  await code.fill('nonsense');
  await code.press('Enter');
  await widget.getByText('This code isn’t valid for this booking').waitFor();
  await postalCode.fill('9999');
  await postalCode.press('Enter');
  await widget.getByText('Harbor Kayaks doesn’t come to this postal code').waitFor();
  await look('codes refused');
  await code.fill('kiaora');
  await code.press('Enter');
  await widget.getByRole('button', { name: 'Remove' }).waitFor();
  await postalCode.fill('0622');
  await postalCode.press('Enter');
  await widget.getByText('Pick-up on the North Shore').waitFor();
  await look('codes taken');
  expect(faults).toEqual([]);
});

test('axe finds nothing while the customer pays in another tab', async ({ visit, site }) => {
  const page = await visit.openPage('phone', { reducedMotion: 'reduce' });
  const customer = await site.open(page, 'studionord', { theme: 'light', lang: 'en' });
  await goToPayment(customer, 17);
  const opened = page.context().waitForEvent('page');
  await customer.widget.getByRole('link', { name: 'Pay another way, in a new tab' }).click();
  const tab = await opened;
  await customer.widget.getByText('Pay in the other tab').waitFor();
  expect(await faultsInEveryLook(page, 'pays elsewhere')).toEqual([]);
  await tab.close();
});

test('axe finds nothing when the time to pay runs out', async ({ stack, visit, site }) => {
  const page = await visit.openPage('desktop', { reducedMotion: 'reduce' });
  const customer = await site.open(page, 'studionord', { theme: 'light', lang: 'en' });
  // Of a booking that is found again, nothing is left of its time.
  await goToPayment(customer, 18);
  await answerBookings(page, stack, { expiresInSeconds: 0 });
  await page.reload();
  await customer.widget.getByText('The time to pay has run out').waitFor();
  expect(await faultsInEveryLook(page, 'ran out')).toEqual([]);
});

const endings = [
  ['expired', { status: 'expired' }, 'This booking has expired'],
  ['cancelled', { status: 'cancelled' }, 'This booking is cancelled'],
  ['declined', { status: 'declined' }, 'Studio Nord could not take this booking'],
  ['refunded', { status: 'expired', paidMinor: 14_000, refundedMinor: 14_000 }, 'This time was taken, and your money is on its way back'],
  ['paid late', { status: 'expired', paidMinor: 14_000 }, 'Your payment came in late'],
] as const;

test('axe finds nothing in any way in which a booking ends, nor while a payment is confirmed', async ({ stack, visit, site }) => {
  const page = await visit.openPage('desktop', { reducedMotion: 'reduce' });
  const customer = await site.open(page, 'studionord', { theme: 'light', lang: 'en' });
  const { widget } = customer;
  await goToPayment(customer, 19);
  const faults: string[] = [];
  for (const [name, change, title] of endings) {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await answerBookings(page, stack, { ...change, expiresAt: null, expiresInSeconds: null });
    await page.reload();
    await widget.getByText(title).waitFor();
    faults.push(...(await faultsInEveryLook(page, `ended: ${name}`)));
    await changeWishes(page, { theme: 'light', lang: 'en' });
  }
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.reload();
  await customer.cardForm.getByLabel('Card number').waitFor();
  await answerBookings(page, stack, { status: 'pending_payment', expiresInSeconds: 600 });
  await customer.pay(cards.success);
  await widget.getByRole('heading', { name: 'Confirming your payment…' }).waitFor();
  faults.push(...(await faultsInEveryLook(page, 'confirming')));
  // The widget asks on; what is on its way when the page closes is nobody's.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  expect(faults).toEqual([]);
}, 240_000);

test('axe finds nothing while there is no connection', async ({ visit, site }) => {
  visit.expectConsoleError(/ERR_INTERNET_DISCONNECTED/);
  const page = await visit.openPage('phone', { reducedMotion: 'reduce' });
  const customer = await site.open(page, 'studionord', { theme: 'light', lang: 'en' });
  const { widget } = customer;
  await goToDetails(customer, 'Portrait, 30 minutes', 20);
  await customer.fillDetails();
  // Words that were read once are there without a connection, too.
  await changeWishes(page, { lang: 'ar' });
  await untilShown(await frameOf(page), { lang: 'ar' });
  await changeWishes(page, { lang: 'en' });
  await untilShown(await frameOf(page), { lang: 'en' });
  await page.context().setOffline(true);
  await widget.getByText('No connection').first().waitFor();
  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  await widget.getByText('Nothing is lost: try again').waitFor();
  expect(await faultsInEveryLook(page, 'offline')).toEqual([]);
  await page.context().setOffline(false);
});
