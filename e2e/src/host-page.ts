import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';

import { Customer, recordEvents } from './customer.ts';
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

/** Websites of a test's own, which hold little but the widget. */
export interface HostSite {
  /**
   * Opens a website that shows a tenant's widget as wide as the window.
   * @param around what else stands on it, as HTML
   */
  open(page: Page, slug: string, wishes?: Wishes, around?: { before?: string; after?: string }): Promise<Customer>;
  close(): Promise<void>;
}

/** Starts a website on an origin of its own; it is on this machine, so test keys work there. */
export async function startHostSite(stack: StackUnderTest): Promise<HostSite> {
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(pages.get(request.url ?? '') ?? '');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    async open(page, slug, wishes = {}, around = {}) {
      const path = `/${pages.size + 1}`;
      pages.set(path, hostPage(stack, slug, wishes, around));
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

function hostPage({ bff }: StackUnderTest, slug: string, wishes: Wishes, { before = '', after = '' }: { before?: string; after?: string }): string {
  const attributes = Object.entries(wishes).map(([name, value]) => ` data-${name}="${value}"`).join('');
  return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A website</title><link rel="icon" href="data:,">
<style>body { margin: 0 } @media (prefers-color-scheme: dark) { body { background: #15171a; color: #fff } }</style>
<main>${before}<div id="mais-widget"></div>${after}</main>
<script async src="${bff}/sdk/mais-sdk.js" data-tenant="${slug}" data-api-key="pk_test_${slug}_sample"${attributes}></script></html>`;
}

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

/** Waits until the widget shows what was wished for. */
export async function untilShown(frame: Frame, wished: { theme?: 'light' | 'dark'; lang?: string }): Promise<void> {
  await frame.waitForFunction(({ theme, lang }) => {
    const root = document.documentElement;
    return (theme === undefined || root.dataset['scheme'] === theme) && (lang === undefined || root.lang.split('-')[0] === lang);
  }, wished);
}
