import { expect } from 'vitest';
import { cards, type Customer } from './customer.ts';
import { test } from './fixtures.ts';

const eventsOfPaidBooking = ['ready', 'step', 'booking_submitted', 'booking_created', 'booking_completed'];

/** In which order each kind of event was first heard. */
async function firstHeard(customer: Customer): Promise<string[]> {
  return [...new Set(await customer.heardTypes())];
}

async function countOf(customer: Customer, type: string): Promise<number> {
  return (await customer.heardTypes()).filter((heard) => heard === type).length;
}

const samples = [
  { slug: 'bellaweddings', item: 'Full-day wedding', slot: false, currency: 'USD', totalMinor: 420_000 },
  { slug: 'harborkayaks', item: 'Harbour tour', slot: true, currency: 'NZD', totalMinor: 7_900 },
  { slug: 'studionord', item: 'Portrait, 60 minutes', slot: true, currency: 'EUR', totalMinor: 14_000 },
  { slug: 'matsuritea', item: 'Tea ceremony', slot: true, currency: 'JPY', totalMinor: 6_600 },
  { slug: 'marinaspa', item: 'Signature massage', slot: true, currency: 'AED', totalMinor: 42_000 },
] as const;

async function bookUpToPayment(customer: Customer, sample: (typeof samples)[number], nth = 0): Promise<void> {
  await customer.choosePackage(sample.item);
  await customer.goToTimes();
  await customer.chooseDay(nth);
  if (sample.slot) await customer.chooseSlot();
  await customer.fillDetails();
  await customer.continueToPayment();
}

for (const sample of samples) {
  for (const device of ['desktop', 'phone'] as const) {
    test(`a customer of ${sample.slug} books and pays on a ${device}, and the host page hears of it in order and once`, async ({ demoPage }) => {
      const customer = await demoPage(sample.slug, device);
      await bookUpToPayment(customer, sample, device === 'phone' ? 1 : 0);
      expect(await countOf(customer, 'booking_completed')).toBe(0);
      await customer.pay(cards.success);
      const reference = await customer.waitUntilBooked();
      expect(reference).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      expect(await firstHeard(customer)).toEqual(eventsOfPaidBooking);
      const completed = (await customer.heard()).filter((event) => event.type === 'booking_completed');
      expect(completed).toHaveLength(1);
      expect(completed[0]?.detail).toMatchObject({ reference, status: 'confirmed', totalMinor: sample.totalMinor, currency: sample.currency });
      expect(JSON.stringify(await customer.heard())).not.toContain('ana@example.com');
      expect(await countOf(customer, 'booking_created')).toBe(1);
    });
  }
}

test('Stripe.js is asked for at the payment step, and no earlier', async ({ demoPage }) => {
  const customer = await demoPage('marinaspa');
  const asked: string[] = [];
  customer.page.on('request', (request) => /js\.stripe\.com|\/js\/stripe\.js/.test(request.url()) && asked.push(request.url()));
  await customer.choosePackage('Signature massage');
  await customer.goToTimes();
  await customer.chooseDay(4);
  await customer.chooseSlot();
  await customer.fillDetails();
  await customer.widget.getByRole('region', { name: 'Price' }).getByText('Total').waitFor();
  // What is loaded ahead is loaded while the page is at rest.
  await customer.page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => {});
  expect(asked).toEqual([]);
  await customer.continueToPayment();
  expect(asked).toHaveLength(1);
});

test('a free tasting is confirmed without a payment', async ({ demoPage }) => {
  const customer = await demoPage('matsuritea', 'phone');
  await customer.choosePackage('Tea tasting');
  const options = customer.widget.getByRole('button', { name: /^Choose a (time|date)$/ });
  await options.or(customer.widget.getByRole('heading', { name: 'Choose a date and time' })).first().waitFor();
  if (await options.isVisible()) await options.click();
  await customer.chooseDay();
  await customer.chooseSlot();
  await customer.fillDetails();
  await customer.widget.getByRole('button', { name: 'Confirm booking' }).click();
  await customer.waitUntilBooked();
  const completed = (await customer.heard()).filter((event) => event.type === 'booking_completed');
  expect(completed.map((event) => event.detail)).toMatchObject([{ totalMinor: 0, currency: 'JPY', paymentRequired: false }]);
});

test('a declined customer is told so, tries another card and is booked', async ({ demoPage, visit }) => {
  visit.expectConsoleError(/402|card_declined/);
  const customer = await demoPage('marinaspa');
  await bookUpToPayment(customer, samples[4], 2);
  await customer.pay(cards.declined);
  await customer.widget.getByText(/declined/i).first().waitFor();
  expect(await countOf(customer, 'booking_completed')).toBe(0);
  await customer.pay(cards.success);
  await customer.waitUntilBooked();
  expect(await countOf(customer, 'booking_created')).toBe(1);
  expect(await countOf(customer, 'booking_completed')).toBe(1);
});

test('3-D Secure happens in place, and its failure leaves another try', async ({ demoPage, visit }) => {
  visit.expectConsoleError(/402/);
  const customer = await demoPage('studionord');
  await bookUpToPayment(customer, samples[2], 3);
  await customer.pay(cards.threeDSecure);
  await customer.bank.getByRole('button', { name: 'Fail authentication' }).click();
  await customer.widget.getByRole('alert').first().waitFor();
  expect(await countOf(customer, 'booking_completed')).toBe(0);
  await customer.pay(cards.threeDSecure);
  await customer.bank.getByRole('button', { name: 'Complete authentication' }).click();
  await customer.waitUntilBooked();
  expect(customer.page.url()).toContain('/studionord');
});

test('a time that another customer takes first is refused in words, and the calendar shows it', async ({ demoPage, visit }) => {
  visit.expectConsoleError(/409|ERR_FAILED/);
  const [first, second] = await Promise.all([demoPage('bellaweddings'), demoPage('bellaweddings', 'phone')]);
  // Else the calendar may be faster than their finger.
  await second.page.route('**/availability/stream*', (route) => route.abort());
  for (const customer of [first, second]) {
    await customer.choosePackage('Elopement');
    await customer.goToTimes();
    await customer.goToQuietMonth();
  }
  const day = await second.widget.getByRole('button', { name: /, available$/ }).nth(2).getAttribute('aria-label');
  await first.widget.getByRole('button', { name: day ?? '' }).click();
  await first.fillDetails();
  await second.widget.getByRole('button', { name: day ?? '' }).click();
  await second.widget.getByText('Somebody was faster').waitFor();
  await second.widget.getByRole('button', { name: day?.replace(/, available$/, ', fully booked') ?? '' }).waitFor();
});

test('a reload of the page finds the booking again, before and after it is paid', async ({ demoPage }) => {
  const customer = await demoPage('harborkayaks', 'phone');
  await bookUpToPayment(customer, samples[1], 4);
  await customer.page.reload();
  await customer.page.getByRole('link', { name: 'Book', exact: true }).first().click();
  await customer.cardForm.getByLabel('Card number').waitFor();
  await customer.pay(cards.success);
  const reference = await customer.waitUntilBooked();
  await customer.page.reload();
  await customer.page.getByRole('link', { name: 'Book', exact: true }).first().click();
  expect(await customer.waitUntilBooked()).toBe(reference);
  expect(await countOf(customer, 'booking_completed')).toBe(0);
});

test('a confirmed booking goes into a calendar: as a file, and by links that know its day', async ({ demoPage }) => {
  const customer = await demoPage('bellaweddings');
  await customer.choosePackage('Engagement day');
  await customer.goToTimes();
  await customer.widget.getByRole('button', { name: 'Next month' }).click();
  await customer.chooseDay(4);
  await customer.fillDetails();
  await customer.continueToPayment();
  await customer.pay(cards.success);
  const reference = await customer.waitUntilBooked();
  const download = customer.page.waitForEvent('download');
  await customer.widget.getByRole('link', { name: 'Calendar file' }).click();
  const file = await (await download).createReadStream();
  const text = (await file.toArray()).join('');
  const day = /DTSTART;VALUE=DATE:(\d{8})/.exec(text)?.[1];
  expect(text).toContain(reference);
  expect((await download).suggestedFilename()).toBe(`${reference}.ics`);
  const google = await customer.widget.getByRole('link', { name: 'Google Calendar' }).getAttribute('href');
  expect(new URL(google ?? '').searchParams.get('dates')).toMatch(new RegExp(`^${day}/\\d{8}$`));
});

test('a website that is not listed gets a page without data, and says so', async ({ stack, page, visit }) => {
  visit.expectConsoleError(/403/);
  await page.goto(`${stack.bff}/embed/bellaweddings?key=pk_test_bellaweddings_sample&host=${encodeURIComponent('https://evil.example')}&v=1`);
  await page.getByRole('heading', { name: 'This website may not show this booking page' }).waitFor();
  expect(await page.content()).not.toContain('Elopement');
});
