import { expect } from 'vitest';
import { findFaults } from './axe.ts';
import { cards } from './customer.ts';
import { test } from './fixtures.ts';
import { frameOf } from './host-page.ts';
import { changeTenant } from './tenant-settings.ts';

test('a customer pays the deposit of a price with a place and a promo code, and is told what doesn’t count', async ({ demoPage, visit, sql }) => {
  const customer = await demoPage('harborkayaks');
  const { widget } = customer;
  visit.expectConsoleError(/409/);
  visit.expectConsoleError(/422/);
  await customer.choosePackage('Gulf charter');
  await customer.goToTimes();
  await customer.chooseDay(2);
  await customer.chooseSlot();
  await widget.getByRole('heading', { name: 'Your details' }).waitFor();
  await customer.fillDetails({ email: 'charter@example.com' });

  const code = widget.getByRole('textbox', { name: 'Promo code' });
  await code.fill('nonsense');
  await widget.getByRole('button', { name: 'Apply' }).click();
  await widget.getByText('This code isn’t valid for this booking').waitFor();
  await code.fill('kiaora');
  await code.press('Enter');
  await widget.getByText('KIAORA takes NZ$120.00 off').or(widget.getByText('KIAORA takes $120.00 off')).waitFor();
  expect(await widget.getByRole('button', { name: 'Remove' }).evaluate((button) => button === document.activeElement)).toBe(true);

  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  const postalCode = widget.getByRole('textbox', { name: 'Postal code' });
  await widget.getByText('Please enter the postal code').waitFor();
  await postalCode.fill('9999');
  await postalCode.press('Enter');
  await widget.getByText('Harbor Kayaks doesn’t come to this postal code').waitFor();
  await postalCode.fill('0622');
  await postalCode.press('Enter');
  await widget.getByText('Pick-up on the North Shore').waitFor();
  expect(await findFaults(await frameOf(customer.page))).toEqual([]);

  await customer.continueToPayment();
  await widget.getByText('To pay later').waitFor();
  await widget.getByRole('button', { name: /^Pay .*280\.00/ }).waitFor();
  await customer.pay(cards.success);
  const reference = await customer.waitUntilBooked();
  await widget.getByText('To pay later').waitFor();
  const [row] = await sql`select payment_status, total_minor::int as total, due_now_minor::int as due_now, discount_minor::int as discount, postal_code from bookings where reference = ${reference}`;
  expect(row).toMatchObject({ payment_status: 'deposit_paid', total: 112_000, due_now: 28_000, discount: 12_000, postal_code: '0622' });
});

test('a price that changes while the customer types is shown before anything is booked', async ({ demoPage, sql, visit }) => {
  visit.expectConsoleError(/409/);
  await changeTenant(sql, 'studionord', (tx, id) => tx`insert into promo_codes (tenant_id, id, code, kind, amount_minor, created_at, updated_at) values (${id}, gen_random_uuid(), 'FADING', 'amount', 1000, now(), now())`);
  const customer = await demoPage('studionord');
  const { widget } = customer;
  await customer.choosePackage('Portrait, 60 minutes');
  await customer.goToTimes();
  await customer.chooseDay(7);
  await customer.chooseSlot();
  await customer.fillDetails({ email: 'fading@example.com' });
  await widget.getByRole('textbox', { name: 'Promo code' }).fill('fading');
  await widget.getByRole('button', { name: 'Apply' }).click();
  const price = widget.getByRole('region', { name: 'Price' });
  await price.getByText('€130.00').first().waitFor();

  await changeTenant(sql, 'studionord', (tx, id) => tx`update promo_codes set amount_minor = 500 where tenant_id = ${id} and code = 'FADING'`);
  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  await widget.getByText('The amount has changed meanwhile').waitFor();
  await price.getByText('€135.00').first().waitFor();
  const made = () => sql`select total_minor::int as total from bookings where customer_id in (select id from customers where email = 'fading@example.com')`;
  expect(await made()).toEqual([]);
  await customer.continueToPayment();
  expect(await made()).toEqual([{ total: 13_500 }]);
});
