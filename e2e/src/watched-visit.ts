import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, type BrowserContextOptions, devices, type Page } from 'playwright-core';

/** What a visitor holds in their hands. */
export type Device = 'desktop' | 'phone';

const artifacts = fileURLToPath(new URL('../.artifacts', import.meta.url));

const deviceOptions: Record<Device, BrowserContextOptions> = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: devices['Pixel 7'] ?? {},
};

/** The pages that one test opens, and every error that they show on the console. */
export class WatchedVisit {
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  readonly #errors: string[] = [];
  readonly #expected: RegExp[] = [];

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Opens an empty page for a visitor who has never been here. */
  async openPage(device: Device, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ ...deviceOptions[device], locale: 'en-GB', ...options });
    this.#contexts.push(context);
    context.on('console', (message) => {
      if (message.type() === 'error') this.#errors.push(`${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.#errors.push(error.error().stack ?? error.error().message));
    return context.newPage();
  }

  /** A refused payment or a taken slot shows up on the console as well, because the browser logs every 4xx. */
  expectConsoleError(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Errors that no test said it expects. */
  unexpectedErrors(): string[] {
    return this.#errors.filter((error) => !this.#expected.some((pattern) => pattern.test(error)));
  }

  /** Keeps what the visitor sees of every open page. */
  async takeScreenshots(testName: string): Promise<void> {
    await mkdir(artifacts, { recursive: true });
    const name = testName.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 100);
    const pages = this.#contexts.flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) {
      await page.screenshot({ path: join(artifacts, `${name}-${index + 1}.png`) }).catch(() => {});
    }
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) await context.close();
  }
}
