import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { PNG } from 'pngjs';
import { expect } from 'vitest';
import { cards, type Customer } from './customer.ts';
import { test } from './fixtures.ts';
import { changeTenant } from './tenant-settings.ts';

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

test('a customer uploads a file, is told what is not taken, and the tenant alone downloads it', async ({ demoPage, visit, stack, sql }) => {
  const customer = await demoPage('harborkayaks');
  const { widget } = customer;
  await goToDetails(customer, 'Harbour tour', 8, true);
  const field = widget.getByLabel(/gift voucher/);
  const remove = widget.getByRole('button', { name: /^Remove / });

  await field.setInputFiles({ name: 'voucher.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') });
  await widget.getByText('Please choose a PNG, JPEG or WebP image, or a PDF').first().waitFor();
  visit.expectConsoleError(/status of 422/);
  await Promise.all([
    customer.page.waitForResponse((response) => response.url().includes('/api/v1/files?') && response.status() === 422),
    field.setInputFiles({ name: 'voucher.png', mimeType: 'image/png', buffer: Buffer.from('<!doctype html><script>alert(1)</script>') }),
  ]);
  await widget.getByText('Please choose a PNG, JPEG or WebP image, or a PDF').first().waitFor();

  await field.setInputFiles({ name: 'voucher.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n') });
  await widget.getByRole('status').filter({ hasText: 'voucher.pdf is uploaded' }).waitFor();
  // By keyboard: what takes the field's place has the focus, and gives it back.
  await remove.focus();
  await Promise.all([
    customer.page.waitForResponse((response) => response.request().method() === 'DELETE' && response.url().includes('/api/v1/files/') && response.status() === 204),
    customer.page.keyboard.press('Enter'),
  ]);
  await field.waitFor();
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);

  const picture = new PNG({ width: 12, height: 8 });
  await field.setInputFiles({ name: 'my voucher.png', mimeType: 'image/png', buffer: PNG.sync.write(picture) });
  await widget.getByRole('button', { name: 'Remove my voucher.png' }).waitFor();
  await customer.fillDetails({ email: 'voucher@example.com' });
  await customer.continueToPayment();
  await customer.pay(cards.success);
  const reference = await customer.waitUntilBooked();

  const [row] = await sql<{ answers: { question: string; value: string; valueLabel: string }[] }[]>`select answers from bookings where reference = ${reference}`;
  const answer = row?.answers.find(({ question }) => question === 'voucher');
  expect(answer?.valueLabel).toBe('my voucher.png');
  const key = `sk_test_${randomBytes(16).toString('hex')}`;
  await changeTenant(sql, 'harborkayaks', (tx, id) => tx`
    insert into api_keys (tenant_id, id, kind, livemode, key_hash, hint) values (${id}, ${randomUUID()}, 'secret', false, ${createHash('sha256').update(key).digest()}, ${key.slice(0, 8)})`);
  const address = `${stack.bff}/api/v1/tenant/files/${answer?.value ?? ''}`;
  const response = await fetch(address, { headers: { authorization: `Bearer ${key}` } });
  expect([response.status, response.headers.get('content-disposition')]).toEqual([200, `attachment; filename="my voucher.png"; filename*=UTF-8''my%20voucher.png`]);
  expect(PNG.sync.read(Buffer.from(await response.arrayBuffer()))).toMatchObject({ width: 12, height: 8 });
  expect((await fetch(address)).status).toBe(401);
});
