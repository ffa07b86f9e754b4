import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A public event of the widget, as the host page heard it. */
export interface HeardEvent {
  readonly type: string;
  readonly detail: Record<string, unknown> | null;
}

export const cards = {
  success: '4242424242424242',
  declined: '4000000000000002',
  threeDSecure: '4000000000003220',
} as const;

/** Where the widget is: in a frame of the page, or the page itself. */
export type WidgetPlace = Pick<FrameLocator & Locator, 'getByRole' | 'getByText' | 'getByLabel' | 'frameLocator' | 'locator'>;

/** What a customer does in the widget on somebody's page, by roles and labels alone. */
export class Customer {
  readonly page: Page;
  readonly widget: WidgetPlace;

  constructor(page: Page, widget: WidgetPlace) {
    this.page = page;
    this.widget = widget;
  }

  async choosePackage(name: string): Promise<void> {
    await this.widget.getByRole('button', { name }).first().click();
  }

  /** Goes past the options, where the package has any. */
  async goToTimes(): Promise<void> {
    await this.widget.getByRole('button', { name: /^Choose a (time|date)$/ }).click();
  }

  /** Goes on to days that the tests that run at the same time don't take. */
  async goToQuietMonth(): Promise<void> {
    for (const _ of [1, 2, 3]) await this.widget.getByRole('button', { name: 'Next month' }).click();
    await this.widget.getByRole('button', { name: /, available$/ }).nth(3).waitFor();
  }

  /** @param nth which of the days that can be chosen, from 0 */
  async chooseDay(nth = 0): Promise<void> {
    await chooseDay(this.widget, { day: /, available$/, nextMonth: 'Next month', nth });
  }

  async chooseSlot(nth = 0): Promise<void> {
    await this.widget.getByRole('button', { name: /^\d{1,2}:\d{2}/ }).nth(nth).click();
  }

  async fillDetails(details: { name?: string; email?: string } = {}): Promise<void> {
    await this.widget.getByRole('textbox', { name: 'Name', exact: true }).fill(details.name ?? 'Ana Example');
    await this.widget.getByRole('textbox', { name: 'E-mail' }).fill(details.email ?? 'ana@example.com');
    await this.agree();
  }

  /** Ticks what this tenant doesn't book without. */
  async agree(): Promise<void> {
    for (const box of await this.widget.getByRole('checkbox').all()) if (await box.evaluate((input) => input.hasAttribute('required'))) await box.check();
  }

  async continueToPayment(): Promise<void> {
    await this.widget.getByRole('button', { name: 'Continue to payment' }).click();
    await this.cardForm.getByLabel('Card number').waitFor();
  }

  async pay(card: string): Promise<void> {
    await this.cardForm.getByLabel('Card number').fill(card);
    await this.cardForm.getByLabel('Expiration date').fill('12 / 34');
    await this.cardForm.getByLabel('Security code').fill('123');
    await this.widget.getByRole('button', { name: /^Pay / }).click();
  }

  /** The step in place that a bank may ask for. */
  get bank(): FrameLocator {
    return this.widget.frameLocator('iframe[title="Bank authentication"]');
  }

  get cardForm(): FrameLocator {
    return this.widget.frameLocator('iframe[title="Secure payment input frame"]');
  }

  async waitUntilBooked(): Promise<string> {
    await this.widget.getByRole('heading', { name: 'You’re booked' }).waitFor();
    return (await this.widget.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).first().textContent()) ?? '';
  }

  /** The booking's own page, as the link on the confirmation (and in every e-mail) opens it. */
  async openManagePage(): Promise<Page> {
    const opened = this.page.context().waitForEvent('page');
    await this.widget.getByRole('link', { name: 'Change or cancel' }).click();
    const tab = await opened;
    await tab.getByRole('heading', { name: 'Your booking' }).waitFor();
    expect(new URL(tab.url()).search, 'nothing of the booking is sent to a server').not.toMatch(/token|booking/);
    return tab;
  }

  /** Everything that the page has heard so far, in order. */
  async heard(): Promise<HeardEvent[]> {
    return this.page.evaluate(() => (globalThis as unknown as { maisHeard: HeardEvent[] }).maisHeard);
  }

  async heardTypes(): Promise<string[]> {
    return (await this.heard()).map((event) => event.type);
  }
}

/** Makes every page of this context keep the widget's events from the start. */
export async function recordEvents(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: { type: string; detail: unknown }[] = [];
    (globalThis as unknown as { maisHeard: unknown }).maisHeard = heard;
    for (const type of ['ready', 'step', 'booking_submitted', 'booking_created', 'booking_completed', 'booking_cancelled', 'error']) {
      document.addEventListener(type, (event) => {
        if (event instanceof CustomEvent) heard.push({ type, detail: event.detail as unknown });
      });
    }
  });
}

/** Chooses a day, in the next month where this one has too few left. */
export async function chooseDay(widget: Customer['widget'], { day, nextMonth, nth }: { day: RegExp; nextMonth: string; nth: number }): Promise<void> {
  const days = widget.getByRole('button', { name: day });
  await days.first().waitFor();
  if ((await days.count()) <= nth) await widget.getByRole('button', { name: nextMonth }).click();
  await days.nth(nth).click();
}
