import { launchBrowser } from '@mais/test-kit';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import postgres from 'postgres';
import { test as base } from 'vitest';

import { readStack, type StackUnderTest } from './stack.ts';
import { type Device, WatchedVisit } from './watched-visit.ts';

/** A tenant's page with the widget in it. */
export interface DemoPage {
  page: Page;
  widget: FrameLocator;
}

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
  /** the page of a sample tenant on the demo site */
  demoPage: (slug: string, device?: Device) => Promise<DemoPage>;
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
      await page.goto(`${stack.demoSite}/${slug}`);
      return { page, widget: page.frameLocator(`iframe[src^="${stack.bff}/embed/${slug}"]`) };
    }),
});
