import { expect } from 'vitest';
import { recordEvents } from './customer.ts';
import { test } from './fixtures.ts';

test('a popup keeps a half-made booking when Escape closes it, inside the widget and outside', async ({ stack, page }) => {
  await recordEvents(page);
  await page.goto(`${stack.demoSite}/popup`);
  await page.getByRole('button', { name: 'Book a tour' }).click();
  const widget = page.frameLocator(`iframe[src^="${stack.bff}/embed/harborkayaks"]`);
  await widget.getByRole('button', { name: 'Harbour tour' }).first().click();
  await widget.getByRole('button', { name: /^Choose a (time|date)$/ }).click();
  await widget.getByRole('button', { name: /, available$/ }).first().focus();
  for (const way of ['inside', 'outside']) {
    if (way === 'outside') await page.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Book a tour');
    await page.keyboard.press('Enter');
    await widget.getByRole('button', { name: /, available$/ }).first().waitFor();
  }
  const heard = await page.evaluate(() => (globalThis as unknown as { maisHeard: { type: string }[] }).maisHeard);
  expect(heard.filter(({ type }) => type === 'ready')).toHaveLength(1);
});

for (const path of ['button', 'two', 'react', 'strict-csp', 'dark', 'rtl', 'spa?view=book', 'playground']) {
  for (const device of ['desktop', 'phone'] as const) {
    test(`the page /${path} shows its widget on a ${device}, with nothing on the console and nothing cut off`, async ({ stack, visit }) => {
      const page = await visit.openPage(device);
      await page.goto(`${stack.demoSite}/${path}`);
      if (path === 'button') await page.getByRole('button', { name: 'Book the studio' }).click();
      const frame = page.locator(`iframe[src^="${stack.bff}/embed/"]`).first();
      await frame.scrollIntoViewIfNeeded();
      await frame.contentFrame().getByRole('heading').first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    });
  }
}

test('the playground writes what it shows, and changes it live', async ({ stack, page }) => {
  await page.goto(`${stack.demoSite}/playground`);
  const frame = page.locator(`iframe[src^="${stack.bff}/embed/"]`);
  await frame.contentFrame().getByRole('heading', { name: 'What would you like to book?' }).waitFor();
  await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('ar');
  await expect.poll(() => frame.contentFrame().locator('html').getAttribute('dir')).toBe('rtl');
  await page.getByRole('combobox', { name: 'Tenant', exact: true }).selectOption('studionord');
  await page.getByRole('combobox', { name: 'Where it stands', exact: true }).selectOption('popup');
  await page.getByRole('textbox', { name: 'Label' }).fill('Studio "buchen"');
  await page.getByText('An element').click();
  const code = await page.getByLabel('The embed code', { exact: true }).textContent();
  expect(code).toContain('tenant="studionord"');
  expect(code).toContain('label="Studio &quot;buchen&quot;"');
  expect(code).toContain('<button data-mais-open="book">');
  await page.getByRole('button', { name: 'Studio "buchen"' }).click();
  await page.getByRole('dialog', { name: 'Studio "buchen"' }).waitFor();
});
