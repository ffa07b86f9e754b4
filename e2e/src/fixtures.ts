import { launchBrowser } from '@mais/test-kit';
import type { Browser, Page } from 'playwright-core';
import postgres from 'postgres';
import { test as base } from 'vitest';

import { Customer, recordEvents } from './customer.ts';
import { readStack, type StackUnderTest } from './stack.ts';
import { type Device, WatchedVisit } from './watched-visit.ts';

/** What a test can ask for. */
export interface Fixtures {
  /** where the product answers */
  stack: StackUnderTest;
  browser: Browser;
  /** opens pages and watches their consoles: an error that wasn't expected fails the test */
  visit: WatchedVisit;
  /** an empty page on a desktop */
  page: Page;
  /** an empty page on a phone */
  phonePage: Page;
  /** a customer on the page of a sample tenant, before the widget */
  demoPage: (slug: string, device?: Device) => Promise<Customer>;
  /** the database, as the role that owns the tables */
  sql: postgres.Sql;
}

/** `test` of vitest, with a browser and the running product. */
export const test = base.extend<Fixtures>({
  stack: readStack(),
  browser: [
    // oxlint-disable-next-line no-empty-pattern -- vitest reads what a fixture needs from the pattern
    async ({}, use) => {
      const browser = await launchBrowser();
      await use(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  sql: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const sql = postgres(readStack().databaseUrl, { max: 2, onnotice: () => {} });
      await use(sql);
      await sql.end();
    },
    { scope: 'file' },
  ],
  visit: async ({ browser, task }, use) => {
    const visit = new WatchedVisit(browser);
    await use(visit);
    const errors = visit.unexpectedErrors();
    if (task.result?.state === 'fail' || errors.length > 0) await visit.takeScreenshots(task.name);
    await visit.close();
    if (errors.length > 0) throw new Error(`Unexpected errors on the console:\n${errors.join('\n')}`);
  },
  page: async ({ visit }, use) => use(await visit.openPage('desktop')),
  phonePage: async ({ visit }, use) => use(await visit.openPage('phone')),
  demoPage: async ({ stack, visit }, use) =>
    use(async (slug, device = 'desktop') => {
      const page = await visit.openPage(device);
      await recordEvents(page);
      await page.goto(`${stack.demoSite}/${slug}`);
      // Below the fold the widget loads when the visitor comes near.
      await page.getByRole('link', { name: 'Book', exact: true }).first().click();
      return new Customer(page, page.frameLocator(`iframe[src^="${stack.bff}/embed/${slug}"]`));
    }),
});
