import { expect } from 'vitest';
import { test } from './fixtures.ts';
import { makeOwnTenant } from './own-tenant.ts';

const key = 'pk_test_studionord_sample';

test('the calendar is in the page before its script, in the right colours and out of reach until that comes', async ({ stack, page, visit }) => {
  visit.expectConsoleError(/ERR_FAILED/);
  await page.route(/\/assets\/main-.*\.js$/, (route) => route.abort());
  await page.goto(`${stack.bff}/book/studionord?key=${key}&package=portrait-30&theme=dark&lang=ar`);
  const html = page.locator('html');
  expect(await html.getAttribute('dir')).toBe('rtl');
  expect(await html.getAttribute('data-scheme')).toBe('dark');
  await page.locator('#root[inert] main').waitFor();
  await page.goto(`${stack.bff}/book/studionord?key=${key}&package=portrait-30`);
  // The step with the options comes first; what is drawn is what the script shows first.
  const drawn = await page.locator('#root').innerText();
  await page.unroute(/\/assets\/main-.*\.js$/);
  await page.reload();
  await page.locator('#root:not([inert]) main').waitFor();
  await expect.poll(async () => (await page.locator('#root').innerText()).replaceAll(/\s+/g, ' ')).toContain(drawn.slice(0, 60).replaceAll(/\s+/g, ' '));
});

test('who has come further in this tab is not shown the beginning again', async ({ stack, page, visit }) => {
  await page.goto(`${stack.bff}/book/studionord?key=${key}`);
  await page.getByRole('button', { name: 'Portrait, 60 minutes' }).click();
  await page.getByRole('button', { name: 'Choose a time' }).waitFor();
  visit.expectConsoleError(/ERR_FAILED/);
  await page.route(/\/assets\/main-.*\.js$/, (route) => route.abort());
  await page.reload();
  expect(await page.locator('#root').innerText()).toBe('');
});

test('the page has the formats of days and times ready, in the reader’s zone too, and the widget makes none of them again', async ({ stack, page, sql }) => {
  const { slug, publishableKey } = await makeOwnTenant(sql, 'Formats Pottery');
  await page.addInitScript(() => {
    const made: { key: string; byWidget: boolean }[] = [];
    (globalThis as unknown as { made: unknown }).made = made;
    Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
      construct(target, given: [string?, Intl.DateTimeFormatOptions?]) {
        made.push({ key: `${given[0] ?? ''}${JSON.stringify(given[1] ?? {})}`, byWidget: new Error('where').stack?.includes('/assets/main-') === true });
        return Reflect.construct(target, given) as object;
      },
    });
  });
  await page.goto(`${stack.bff}/book/${slug}?key=${publishableKey}&package=trial`);
  await page.locator('#root:not([inert]) main').waitFor();
  const { ready, again, own } = await page.evaluate(() => {
    const { maisFormats, made } = globalThis as unknown as { maisFormats: Record<string, unknown>; made: { key: string; byWidget: boolean }[] };
    return {
      ready: Object.keys(maisFormats),
      again: made.filter((one) => one.byWidget && one.key in maisFormats).map((one) => one.key),
      own: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  });
  expect(ready.length).toBeGreaterThan(0);
  expect(ready.some((one) => one.includes(`"timeZone":"${own}"`))).toBe(true);
  expect(again).toEqual([]);
});
