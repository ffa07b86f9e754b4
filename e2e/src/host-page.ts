import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';

import { Customer, recordEvents } from './customer.ts';
import { test } from './fixtures.ts';
import type { StackUnderTest } from './stack.ts';

/** What a host page says of the widget, and may change while it is shown. */
export interface Wishes {
  theme?: 'light' | 'dark';
  lang?: string;
  package?: string;
  mode?: 'popup' | 'button';
  /** what `data-mais-open` calls it */
  id?: string;
  label?: string;
}

export interface Around {
  before?: string;
  after?: string;
  headers?: Record<string, string>;
  /** the tenant's publishable key; a sample tenant's otherwise */
  key?: string;
}

/** Websites of a test's own, which hold little but the widget. */
export interface HostSite {
  /**
   * Opens a website that shows a tenant's widget as wide as the window.
   * @param around what else stands on it, as HTML, and with which headers it comes
   */
  open(page: Page, slug: string, wishes?: Wishes, around?: Around): Promise<Customer>;
  close(): Promise<void>;
}

/** Starts a website on an origin of its own; it is on this machine, so test keys work there. */
export async function startHostSite(stack: StackUnderTest): Promise<HostSite> {
  const pages = new Map<string, { html: string; headers: Record<string, string> }>();
  const server = createServer((request, response) => {
    const { html, headers } = pages.get(new URL(request.url ?? '', 'http://localhost').pathname) ?? { html: '', headers: {} };
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    async open(page, slug, wishes = {}, around = {}) {
      const path = `/${pages.size + 1}`;
      pages.set(path, { html: hostPage(stack, slug, wishes, around), headers: around.headers ?? {} });
      await recordEvents(page);
      await page.goto(origin + path);
      return new Customer(page, page.frameLocator(`iframe[src^="${stack.bff}/embed/${slug}"]`));
    },
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function hostPage({ bff }: StackUnderTest, slug: string, wishes: Wishes, { before = '', after = '', key = `pk_test_${slug}_sample` }: Around): string {
  const attributes = Object.entries(wishes).map(([name, value]) => ` data-${name}="${value}"`).join('');
  return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A website</title><link rel="icon" href="data:,">
<style>body { margin: 0 } @media (prefers-color-scheme: dark) { body { background: #15171a; color: #fff } }</style>
<main>${before}<div id="mais-widget"></div>${after}</main>
<script async src="${bff}/sdk/mais-sdk.js" data-tenant="${slug}" data-api-key="${key}"${attributes}></script></html>`;
}

/** `test` with websites of its own. */
export const siteTest = test.extend<{ site: HostSite }>({
  site: async ({ stack }, use) => {
    const site = await startHostSite(stack);
    await use(site);
    await site.close();
  },
});

/** Changes what the page says of its widget, as a language or theme switch on it would. */
export async function changeWishes(page: Page, wishes: Wishes): Promise<void> {
  await page.locator('mais-widget').evaluate((element, changed) => {
    for (const [name, value] of Object.entries(changed)) element.setAttribute(name, value);
  }, wishes);
}

/** The widget's own document. */
export async function frameOf(page: Page): Promise<Frame> {
  const handle = await page.locator('mais-widget iframe').first().elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error('The page holds no widget');
  return frame;
}

/** Waits until the widget shows what was wished for, and the names of time zones, which come last; and has its height. */
export async function untilShown(frame: Frame, wished: { theme?: 'light' | 'dark'; lang?: string }): Promise<void> {
  await frame.waitForFunction(({ theme, lang }) => {
    const root = document.documentElement;
    return (theme === undefined || root.dataset['scheme'] === theme) && (lang === undefined || root.lang.split('-')[0] === lang);
  }, wished);
  await untilZonesAreNamed(frame);
  await untilHasItsHeight(frame);
}

/** The server draws the first screen too; until the widget's script has come, the frame is as high as the loader guesses. */
async function untilHasItsHeight(frame: Frame): Promise<void> {
  const element = await frame.frameElement();
  const heights = async () => [
    await element.evaluate((iframe) => (iframe as HTMLElement).style.height),
    await frame.locator('.mais-widget').evaluate((content) => `${Math.ceil(content.getBoundingClientRect().height)}px`),
  ];
  await expect.poll(async () => new Set(await heights()).size, { message: 'The frame has not got the height of what is in it' }).toBe(1);
}

/** The calendar doesn't wait for the names of hundreds of time zones. */
export async function untilZonesAreNamed(frame: Frame): Promise<void> {
  await frame.waitForFunction(() => {
    const zone = document.querySelector('.mais-zone');
    return zone === null || zone.querySelectorAll('option').length > 20;
  });
}
