import { expect } from 'vitest';
import { cards, type Customer } from './customer.ts';
import { test } from './fixtures.ts';

async function goToDetails(customer: Customer, item: string, nth: number, hasTimes: boolean): Promise<void> {
  await customer.choosePackage(item);
  await customer.goToTimes();
  await customer.chooseDay(nth);
  if (hasTimes) await customer.chooseSlot();
  await customer.widget.getByRole('heading', { name: 'Your details' }).waitFor();
}

test('a customer answers what the tenant asks, is told what does not fit, and the booking keeps it', async ({ demoPage, sql }) => {
  const customer = await demoPage('bellaweddings', 'phone');
  const { widget } = customer;
  await goToDetails(customer, 'Full-day wedding', 7, false);
  await widget.getByRole('textbox', { name: 'Where is it?' }).fill('The barn, Rhinebeck');
  await widget.getByRole('textbox', { name: 'How many guests do you expect?' }).fill('many');
  await widget.getByRole('radio', { name: 'Our planner' }).check();
  await customer.fillDetails({ email: 'asked@example.com' });
  await widget.getByText('Please enter a number').waitFor();
  await widget.getByRole('textbox', { name: 'How many guests do you expect?' }).fill('9000');
  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  await widget.getByText('Please enter at most 2,000').waitFor();
  expect(await widget.getByRole('textbox', { name: 'How many guests do you expect?' }).evaluate((field) => field === document.activeElement)).toBe(true);

  // Back and forward keeps what was typed.
  await widget.getByRole('button', { name: 'Back' }).click();
  await widget.getByRole('button', { name: /^Continue with / }).click();
  expect(await widget.getByRole('textbox', { name: 'Where is it?' }).inputValue()).toBe('The barn, Rhinebeck');
  expect(await widget.getByRole('radio', { name: 'Our planner' }).isChecked()).toBe(true);

  await widget.getByRole('textbox', { name: 'How many guests do you expect?' }).fill('120');
  await customer.continueToPayment();
  await customer.pay(cards.success);
  const reference = await customer.waitUntilBooked();
  const [row] = await sql<{ answers: Record<string, { value: unknown }> }[]>`select answers from bookings where reference = ${reference}`;
  expect(JSON.stringify(row?.answers)).toMatch(/Rhinebeck.*120.*planner/);
});

test('a consent that the tenant needs is asked for, and no booking is made without it', async ({ demoPage }) => {
  const customer = await demoPage('harborkayaks');
  const { widget } = customer;
  await goToDetails(customer, 'Harbour tour', 6, true);
  const consent = widget.getByRole('checkbox', { name: /can swim/ });
  await customer.fillDetails();
  await consent.uncheck();
  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  await widget.getByText('Please tick this box to go on').waitFor();
  expect(await customer.heardTypes()).not.toContain('booking_submitted');
  await consent.check();
  await customer.continueToPayment();
});
