import { expect } from 'vitest';
import type { ChildMessages, ChildMessageType } from '@mais/embed-protocol';
import type { BrowserPage, Fixture } from './browser-fixture.ts';

export interface Heard {
  type: string;
  detail: unknown;
  tenant: string | null;
}

declare global {
  interface Window {
    heard: Heard[];
    /** what reached the window as a script's error would */
    windowErrors: string[];
  }
}

const PUBLIC_EVENTS = ['opened', 'closed', 'ready', 'step', 'booking_submitted', 'booking_created', 'booking_completed', 'booking_cancelled', 'error'];

/** A visitor's page, with an ear on the document for all public events, from before the first script. */
export class Visit {
  readonly page: BrowserPage;
  readonly #fixture: Fixture;
  readonly #uncaught: string[] = [];

  private constructor(page: BrowserPage, fixture: Fixture) {
    this.page = page;
    this.#fixture = fixture;
    page.on('pageerror', (error) => this.#uncaught.push(String(error)));
  }

  static async start(fixture: Fixture): Promise<Visit> {
    const page = await fixture.browser.newPage();
    await page.addInitScript((types) => {
      window.heard = [];
      window.windowErrors = [];
      window.addEventListener('error', (event) => void window.windowErrors.push(event.message ?? String(event)));
      for (const type of types) {
        document.addEventListener(type, (event) => {
          const { detail, target } = event as CustomEvent;
          window.heard.push({ type, detail, tenant: (target as Element).getAttribute('tenant') });
        });
      }
    }, PUBLIC_EVENTS);
    return new Visit(page, fixture);
  }

  async heard(): Promise<Heard[]> {
    return this.page.evaluate(() => window.heard);
  }

  /** The nth widget's frame, with the child's connection made. */
  async child(index = 0): Promise<ReturnType<BrowserPage['frames']>[number]> {
    const handle = await this.page.locator('mais-widget iframe').nth(index).elementHandle();
    const frame = await handle?.contentFrame();
    // A handle that is kept keeps its element.
    await handle?.dispose();
    if (!frame) throw new Error('There is no frame yet');
    await frame.waitForFunction(() => window.child?.connection !== undefined);
    await frame.evaluate(async () => void (await window.child.connection.context));
    return frame;
  }

  async send<T extends ChildMessageType>(type: T, detail: ChildMessages[T], index = 0): Promise<void> {
    const frame = await this.child(index);
    await frame.evaluate(([sent, its]) => window.child.connection.send(sent as ChildMessageType, its as never), [type, detail] as [string, unknown]);
  }

  /** The addresses that the widget's server was asked for since the start. */
  embeds(): string[] {
    return this.#fixture.asked.filter((address) => address.startsWith('/embed/'));
  }

  /** Ends the visit; fails when anything went wrong in the host page. */
  async end(): Promise<void> {
    const windowErrors = this.page.isClosed() ? [] : await this.page.evaluate(() => window.windowErrors ?? []);
    await this.page.close();
    expect([...this.#uncaught, ...windowErrors], 'errors in the page').toEqual([]);
  }
}
