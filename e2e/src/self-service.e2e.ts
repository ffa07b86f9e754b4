import { expect } from 'vitest';
import { cards, chooseDay, Customer } from './customer.ts';
import { test } from './fixtures.ts';
import { changeTenant } from './tenant-settings.ts';

test('a customer cancels late and gets back the part that was shown before', async ({ demoPage, sql }) => {
  const customer = await demoPage('bellaweddings');
  await customer.choosePackage('Engagement day');
  await customer.goToTimes();
  await customer.chooseDay(4);
  // What the review says before the payment is what comes of it.
  const review = customer.widget.getByRole('region', { name: 'Price' });
  await review.getByText(/^Until .+: 50% of what you have paid is refunded$/).waitFor();
  await review.getByText('After that: no refund').waitFor();
  await review.getByText(/^You can change the time yourself until /).waitFor();
  await customer.fillDetails({ email: 'late@example.com' });
  await customer.continueToPayment();
  await customer.pay(cards.success);
  const reference = await customer.waitUntilBooked();
  const page = await customer.openManagePage();
  await page.getByRole('button', { name: 'Cancel booking' }).click();
  await page.getByText('Goes back to you').waitFor();
  const cancel = page.getByRole('button', { name: 'Cancel and get $475.00 back' });
  await cancel.waitFor();
  await page.getByRole('button', { name: 'Keep booking' }).click();
  await page.getByRole('button', { name: 'Cancel booking' }).click();
  await cancel.click();
  await page.getByText('Your booking is cancelled').waitFor();
  expect(await page.getByRole('button', { name: 'Cancel booking' }).count()).toBe(0);
  const [row] = await sql`
    select bookings.status, refunds.amount_minor::int as refund from bookings join payments on payments.booking_id = bookings.id join refunds on refunds.payment_id = payments.id
    where reference = ${reference}`;
  expect(row).toEqual({ status: 'cancelled', refund: 47_500 });
});

test('a customer moves a booking to a dearer day, sees what it costs and pays the difference', async ({ demoPage, sql, visit }) => {
  visit.expectConsoleError(/409/);
  await changeTenant(sql, 'studionord', (tx, id) => tx`
    insert into day_surcharges (tenant_id, id, name, weekdays, amount_minor, for_all_packages) values (${id}, gen_random_uuid(), 'Saturday', '{6}', 2000, false)`);
  await changeTenant(sql, 'studionord', (tx, id) => tx`
    insert into package_day_surcharges (tenant_id, package_id, day_surcharge_id)
    select ${id}, packages.id, day_surcharges.id from packages, day_surcharges where packages.tenant_id = ${id} and slug = 'portrait-30' and day_surcharges.tenant_id = ${id}`);
  const customer = await demoPage('studionord', 'phone');
  await customer.choosePackage('Portrait, 30 minutes');
  await customer.goToTimes();
  await chooseDay(customer.widget, { day: /^(Monday|Tuesday|Wednesday|Thursday|Friday).*, available$/, nextMonth: 'Next month', nth: 6 });
  await customer.chooseSlot();
  await customer.fillDetails({ email: 'mover@example.com' });
  await customer.continueToPayment();
  await customer.pay(cards.success);
  const reference = await customer.waitUntilBooked();
  const page = await customer.openManagePage();
  await page.getByRole('button', { name: 'Change date or time' }).click();
  await chooseDay(page.locator('body'), { day: /^Saturday.*, available$/, nextMonth: 'Next month', nth: 1 });
  await page.getByRole('button', { name: /^\d{1,2}:\d{2}/ }).first().click();
  await page.getByText('It costs €20.00 more. €20.00 is then to be paid.').waitFor();
  await page.getByRole('button', { name: 'Move my booking' }).click();
  await page.getByText('Your booking has a new time').waitFor();
  await page.getByText('€20.00 is still to be paid').waitFor();
  await page.getByRole('button', { name: 'Pay now' }).click();
  const manage = new Customer(page, page.locator('body'));
  await manage.cardForm.getByLabel('Card number').waitFor();
  await manage.pay(cards.success);
  await page.getByText('Thank you, it is paid').waitFor();
  const [row] = await sql`select payment_status, total_minor::int as total, times_moved from bookings where reference = ${reference}`;
  expect(row).toEqual({ payment_status: 'paid', total: 9_900, times_moved: 1 });
});

test('a customer pays a deposit, and the balance on the booking’s page, which a stranger’s link does not open', async ({ demoPage, sql, visit, stack }) => {
  visit.expectConsoleError(/401/);
  const customer = await demoPage('harborkayaks');
  const { widget } = customer;
  await customer.choosePackage('Gulf charter');
  await customer.goToTimes();
  await customer.chooseDay(5);
  await customer.chooseSlot();
  await widget.getByRole('heading', { name: 'Your details' }).waitFor();
  await customer.fillDetails({ email: 'balance@example.com' });
  await widget.getByRole('textbox', { name: 'Postal code' }).fill('1010');
  await customer.continueToPayment();
  await customer.pay(cards.success);
  const reference = await customer.waitUntilBooked();
  const page = await customer.openManagePage();
  await page.getByText(/is still to be paid/).waitFor();
  await page.getByRole('button', { name: 'Pay now' }).click();
  const manage = new Customer(page, page.locator('body'));
  await manage.cardForm.getByLabel('Card number').waitFor();
  await manage.pay(cards.success);
  await page.getByText('Thank you, it is paid').waitFor();
  const [row] = await sql`select payment_status from bookings where reference = ${reference}`;
  expect(row).toEqual({ payment_status: 'paid' });

  const wrong = new URL(page.url());
  wrong.hash = `${wrong.hash.slice(0, -3)}xxx`;
  await page.goto(`${stack.bff}/healthz`).catch(() => null);
  await page.goto(wrong.href);
  await page.getByText('This link no longer works').waitFor();
});
