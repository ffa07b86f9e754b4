import { expect } from 'vitest';
import { siteTest as test } from './host-page.ts';

test('a host page with entries of its own keeps them to itself: back and forward lead through them, and leave the widget as it is', async ({ page, site }) => {
  const customer = await site.open(page, 'studionord');
  await page.evaluate(() => {
    for (const name of ['#one', '#two']) history.pushState(null, '', name);
  });
  // The blank page of a new tab, the host page and its two. The browser counts on its own time.
  const entries = 4;
  const expectEntries = () => expect.poll(() => page.evaluate(() => history.length)).toBe(entries);
  await expectEntries();
  const { widget } = customer;
  await customer.choosePackage('Portrait, 60 minutes');
  await customer.goToTimes();
  await widget.getByRole('button', { name: 'Next month' }).click();
  await customer.chooseDay(15);
  await customer.chooseSlot();
  const name = widget.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('Ana History');
  const expectAsItWas = async () => {
    await widget.getByText(/^Held for \d/).waitFor();
    expect(await name.inputValue()).toBe('Ana History');
    await expectEntries();
    expect((await customer.heardTypes()).filter((type) => type === 'ready')).toHaveLength(1);
  };
  await expectAsItWas();
  for (const [turn, hash] of [['goBack', '#one'], ['goBack', ''], ['goForward', '#one'], ['goForward', '#two']] as const) {
    await page[turn]();
    expect(new URL(page.url()).hash).toBe(hash);
    await expectAsItWas();
  }
  // The widget's own Back is a step of the widget, and none of the page.
  await widget.getByRole('button', { name: 'Back', exact: true }).click();
  await widget.getByRole('heading', { name: 'Choose a date and time' }).waitFor();
  await widget.getByRole('button', { name: /^Continue with / }).click();
  await expectAsItWas();
  expect(new URL(page.url()).hash).toBe('#two');
});

test('in a single-page app the widget comes and goes with its view, and the back button goes from view to view', async ({ stack, page }) => {
  await page.goto(`${stack.demoSite}/spa`);
  const tabs = page.getByRole('navigation', { name: 'Views' });
  const widgets = page.locator('mais-widget');
  const widget = page.frameLocator(`iframe[src^="${stack.bff}/embed/bellaweddings"]`);
  // The blank page of a new tab and this one.
  const entries = 2;
  const expectView = async (view: string | null, shown: string | null) => {
    await expect.poll(() => new URL(page.url()).searchParams.get('view')).toBe(view);
    if (shown !== null) await widget.getByRole('heading', { name: shown }).waitFor();
    await expect.poll(() => widgets.count()).toBe(shown === null ? 0 : 1);
    // Of all frames but the page's own: none stays behind.
    await expect.poll(() => page.frames().filter((frame) => frame.url().includes('/embed/')).length).toBe(shown === null ? 0 : 1);
  };
  const anyPackage = 'What would you like to book?';
  await expectView(null, null);
  await tabs.getByRole('link', { name: 'Book' }).click();
  await expectView('book', anyPackage);
  await tabs.getByRole('link', { name: 'Elopements' }).click();
  await expect.poll(() => page.locator('mais-widget[package="elopement"]').count()).toBe(1);
  await widget.getByRole('heading').first().waitFor();
  await expect.poll(() => widgets.count()).toBe(1);
  await expect.poll(() => page.evaluate(() => history.length)).toBe(entries + 2);

  await page.goBack();
  await expectView('book', anyPackage);
  await expect.poll(() => page.locator('mais-widget[package]').count()).toBe(0);
  await page.goBack();
  await expectView(null, null);
  await page.getByText('Then go and see whether yours is free').waitFor();
  await expect.poll(() => page.evaluate(() => history.length)).toBe(entries + 2);
  await page.goForward();
  await expectView('book', anyPackage);
  await page.getByText('Mounted 4 times on this page').waitFor();
});
