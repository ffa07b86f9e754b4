import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';

import { test as base } from './fixtures.ts';
import { changeWishes, frameOf, startHostSite, untilShown } from './host-page.ts';
import { journeys, type Sight, walk } from './journey.ts';
import { compareWithBaseline } from './visual/compare.ts';
import { fixDays, type Place } from './visual/fixed-days.ts';
import { launchSteadyBrowser } from './visual/steady-browser.ts';

interface Look {
  readonly width: 360 | 768 | 1280;
  readonly theme: 'light' | 'dark';
  readonly lang: 'en' | 'ar';
}

/** Every width with every brand, and each of the other choices with each width and each brand; not all with all. */
const looks: Record<(typeof journeys)[number]['slug'], { place: Place; looks: readonly Look[] }> = {
  bellaweddings: {
    place: { timeZone: 'America/New_York', offset: '-04:00', hasSlots: false },
    looks: [{ width: 360, theme: 'light', lang: 'en' }, { width: 768, theme: 'dark', lang: 'en' }, { width: 1280, theme: 'light', lang: 'ar' }],
  },
  studionord: {
    place: { timeZone: 'Europe/Berlin', offset: '+02:00', hasSlots: true },
    looks: [{ width: 360, theme: 'dark', lang: 'ar' }, { width: 768, theme: 'light', lang: 'en' }, { width: 1280, theme: 'light', lang: 'en' }],
  },
  marinaspa: {
    place: { timeZone: 'Asia/Dubai', offset: '+04:00', hasSlots: true },
    looks: [{ width: 360, theme: 'light', lang: 'en' }, { width: 768, theme: 'light', lang: 'ar' }, { width: 1280, theme: 'dark', lang: 'en' }],
  },
};

const steady = await launchSteadyBrowser();
// oxlint-disable-next-line no-console -- who runs this should know why nothing is compared
if (steady === null) console.log('Screenshots are not compared: they were taken with the Chromium that comes from npm, and this is another.');

const test = base.extend({
  browser: [
    // oxlint-disable-next-line no-empty-pattern -- vitest reads what a fixture needs from the pattern
    async ({}, use) => {
      if (steady === null) throw new Error('Without a steady browser no screenshot is compared');
      await use(steady);
      await steady.close();
    },
    { scope: 'file' },
  ],
});

for (const journey of journeys) {
  const { place, looks: wanted } = looks[journey.slug];
  test.skipIf(steady === null)(`every step of ${journey.slug} looks as it did, at every width`, async ({ stack, visit }) => {
    visit.expectConsoleError(/402|card_declined/);
    const page = await visit.openPage('desktop', { timezoneId: place.timeZone, reducedMotion: 'reduce' });
    await fixDays(page, stack, place);
    const site = await startHostSite(stack);
    const customer = await site.open(page, journey.slug, { theme: 'light', lang: 'en' });
    const faults: string[] = [];
    await walk(customer, journey, async (sight) => {
      for (const look of wanted) {
        const name = `${journey.slug}-${sight}-${look.width}-${look.theme}-${look.lang}`;
        const fault = await compareWithBaseline(name, await picture(page, sight, look));
        if (fault !== null) faults.push(fault);
      }
      await changeWishes(page, { lang: 'en' });
      await untilComplete(await frameOf(page), sight, { lang: 'en' });
    });
    await site.close();
    expect(faults).toEqual([]);
  });
}

async function picture(page: Page, sight: Sight, { width, theme, lang }: Look): Promise<Buffer> {
  const frame = await frameOf(page);
  await page.setViewportSize({ width, height: 1400 });
  // Nothing is hovered by chance.
  await page.mouse.move(0, 1399);
  await page.emulateMedia({ colorScheme: theme });
  await changeWishes(page, { theme, lang });
  await untilComplete(frame, sight, { theme, lang });
  const widget = page.locator('mais-widget');
  // The same twice: the frame has taken its height, and pictures and fonts are there.
  for (let before = await widget.screenshot(), tries = 1; ; tries += 1) {
    const now = await widget.screenshot();
    if (now.equals(before) || tries === 10) return now;
    before = now;
  }
}

async function untilComplete(frame: Frame, sight: Sight, wished: { theme?: 'light' | 'dark'; lang: string }): Promise<void> {
  await untilShown(frame, wished);
  // In another language the card form is made anew.
  if (sight.startsWith('payment')) await frame.locator('.mais-payment__element[data-status="ready"]').waitFor();
}
