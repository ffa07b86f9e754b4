import type { Page } from 'playwright-core';
import type { Sql } from 'postgres';
import { describe, expect } from 'vitest';

import { cards, chooseDay, Customer, recordEvents, type WidgetPlace } from './customer.ts';
import { test } from './fixtures.ts';
import type { StackUnderTest } from './stack.ts';
import type { Device, WatchedVisit } from './watched-visit.ts';

/** What a customer looks for on the way, as it stands on the screen. */
interface Words {
  toTimes: string;
  nextMonth: string;
  day: RegExp;
  slot: RegExp;
  name: string;
  email: string;
  toPayment: string;
  pay: RegExp;
  booked: string;
}

const german: Words = {
  toTimes: 'Termin wählen', nextMonth: 'Nächster Monat', day: /, verfügbar$/, slot: /^\d{2}:\d{2}/, name: 'Name', email: 'E-Mail',
  toPayment: 'Weiter zur Zahlung', pay: /^140,00\s€ zahlen$/, booked: 'Ihr Termin ist gebucht',
};

const arabic: Words = {
  toTimes: 'اختيار الموعد', nextMonth: 'الشهر التالي', day: /، متاح$/, slot: /^\d{1,2}:\d{2}\s[صم]/, name: 'الاسم', email: 'البريد الإلكتروني',
  toPayment: 'المتابعة إلى الدفع', pay: /^ادفع .*420\.00/, booked: 'تمّ حجزك',
};

test('a customer books in German, on a desktop', async ({ stack, visit, sql }) => {
  const customer = await openIn('de', { stack, visit, slug: 'studionord', device: 'desktop' });
  expect(await pageLanguage(customer.widget)).toEqual({ lang: 'de-DE', dir: 'ltr' });
  const reference = await bookIn(german, customer, 'Portrait, 60 minutes');
  expect(await localeOf(sql, reference)).toBe('de');
});

test('a customer books in Arabic, from right to left, on a phone', async ({ stack, visit, sql }) => {
  const customer = await openIn('ar', { stack, visit, slug: 'marinaspa', device: 'phone' });
  expect(await pageLanguage(customer.widget)).toEqual({ lang: 'ar-AE', dir: 'rtl' });
  const reference = await bookIn(arabic, customer, 'Signature massage');
  expect(await localeOf(sql, reference)).toBe('ar');
  expect(await overflow(customer.page)).toBe(0);
});

test('the host page changes the language, and the step, the typed name and the held time stay', async ({ demoPage, sql }) => {
  const customer = await demoPage('harborkayaks');
  const { page, widget } = customer;
  const held = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/holds'));
  const released: string[] = [];
  page.on('request', (request) => request.method() === 'DELETE' && released.push(request.url()));
  await customer.choosePackage('Harbour tour');
  await customer.goToTimes();
  await customer.chooseDay(2);
  await customer.chooseSlot();
  await customer.fillDetails({ name: 'Ana Example' });
  const { id } = (await (await held).json()) as { id: string };
  await markFrame(widget);

  await setLanguage(page, 'de');
  await widget.getByRole('heading', { name: 'Ihre Angaben' }).waitFor();
  expect(await widget.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Ana Example');
  await widget.getByText(/^Noch \d{1,2}:\d{2} reserviert$/).waitFor();
  expect(await pageLanguage(widget)).toEqual({ lang: 'de', dir: 'ltr' });

  await setLanguage(page, 'ar-EG');
  await widget.getByRole('heading', { name: 'بياناتك' }).waitFor();
  expect(await pageLanguage(widget)).toEqual({ lang: 'ar-EG', dir: 'rtl' });
  await widget.getByText(/^محفوظ لك .*[٠-٩]{1,2}:[٠-٩]{2}/).waitFor();
  expect(await widget.getByRole('textbox', { name: 'الاسم' }).inputValue()).toBe('Ana Example');

  // A language without a catalog leaves it to the tenant's own.
  await setLanguage(page, 'zh-TW');
  await widget.getByRole('heading', { name: 'Your details' }).waitFor();
  expect(await pageLanguage(widget)).toEqual({ lang: 'en-NZ', dir: 'ltr' });

  expect(await isFrameMarked(widget)).toBe(true);
  expect((await customer.heardTypes()).filter((type) => type === 'ready')).toHaveLength(1);
  expect(released).toEqual([]);
  expect(await sql`select status from holds where id = ${id}`).toEqual([{ status: 'active' }]);
});

describe('the calendar', () => {
  test.for([
    ['ja', '日', '土'],
    ['de', 'Mo', 'So'],
    ['en-US', 'Sun', 'Sat'],
    ['pt-BR', 'dom.', 'sáb.'],
  ] as const)('in %s has weeks from %s to %s', async ([lang, first, last], { stack, visit }) => {
    const { widget } = await openIn(lang, { stack, visit, slug: 'bellaweddings', device: 'desktop' });
    await widget.getByRole('button', { name: 'Elopement' }).first().click();
    await widget.getByRole('button', { name: /^(日付を選ぶ|Datum wählen|Choose a date|Escolher data)$/ }).click();
    const days = await widget.getByRole('columnheader').allTextContents();
    expect([days[0], days.at(-1)]).toEqual([first, last]);
  });
});

test('a visitor downloads the words of one language alone, beside the script and not after it', async ({ stack, visit }) => {
  const page = await visit.openPage('desktop');
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto(`${stack.bff}/book/studionord?lang=fr-CA`);
  await page.getByRole('heading', { name: 'Que souhaitez-vous réserver\u202f?' }).waitFor();
  const words = fetched.filter((path) => /^\/assets\/(?:ar|de|en|es|fr|it|ja|nl|pt)-[^/]*\.js$/.test(path));
  expect(words).toEqual([expect.stringMatching(/^\/assets\/fr-/)]);
  // In the page's own head, so that they come beside the script.
  expect(await page.locator('head > script[type="module"]:not([src])').textContent()).toContain(`import words from"${words[0]}"`);
});

async function openIn(lang: string, { stack, visit, slug, device }: { stack: StackUnderTest; visit: WatchedVisit; slug: string; device: Device }): Promise<Customer> {
  const page = await visit.openPage(device);
  await recordEvents(page);
  await page.goto(`${stack.demoSite}/${slug}?lang=${lang}`);
  await page.getByRole('link', { name: 'Book', exact: true }).first().click();
  return new Customer(page, page.frameLocator(`iframe[src^="${stack.bff}/embed/${slug}"]`));
}

async function bookIn(words: Words, customer: Customer, item: string): Promise<string> {
  const { widget } = customer;
  await customer.choosePackage(item);
  await widget.getByRole('button', { name: words.toTimes }).click();
  await chooseDay(widget, { day: words.day, nextMonth: words.nextMonth, nth: 3 });
  await widget.getByRole('button', { name: words.slot }).first().click();
  await widget.getByRole('textbox', { name: words.name, exact: true }).fill('Ana Example');
  await widget.getByRole('textbox', { name: words.email }).fill('ana@example.com');
  await widget.getByRole('button', { name: words.toPayment }).click();
  await customer.cardForm.getByLabel('Card number').fill(cards.success);
  await customer.cardForm.getByLabel('Expiration date').fill('12 / 34');
  await customer.cardForm.getByLabel('Security code').fill('123');
  await widget.getByRole('button', { name: words.pay }).click();
  await widget.getByRole('heading', { name: words.booked }).waitFor();
  return (await widget.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).first().textContent()) ?? '';
}

async function setLanguage(page: Page, lang: string): Promise<void> {
  await page.locator('mais-widget').evaluate((element, to) => element.setAttribute('lang', to), lang);
}

async function pageLanguage(widget: WidgetPlace): Promise<{ lang: string; dir: string }> {
  await widget.getByRole('main').waitFor();
  return widget.locator(':root').evaluate((root: HTMLElement) => ({ lang: root.lang, dir: root.dir }));
}

/** How far the page is wider than the window. */
async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function markFrame(widget: WidgetPlace): Promise<void> {
  await widget.locator(':root').evaluate(() => Object.assign(globalThis, { isMarked: true }));
}

/** Whether it is still the document that was marked. */
async function isFrameMarked(widget: WidgetPlace): Promise<boolean> {
  return widget.locator(':root').evaluate(() => 'isMarked' in globalThis);
}

async function localeOf(sql: Sql, reference: string): Promise<string | null> {
  const [booking] = await sql<{ locale: string | null }[]>`select locale from bookings where reference = ${reference}`;
  return booking?.locale ?? null;
}
