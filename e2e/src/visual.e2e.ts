import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';

import { changeWishes, frameOf, startHostSite, untilShown } from './host-page.ts';
import { journeys, type Sight, walk } from './journey.ts';
import { compareWithBaseline } from './visual/compare.ts';
import { fixDays } from './visual/fixed-days.ts';
import { places } from './visual/places.ts';
import { steadyTest as test, untilSteady } from './visual/steady-test.ts';

interface Look {
  readonly width: 360 | 768 | 1280;
  readonly theme: 'light' | 'dark';
  readonly lang: 'en' | 'ar';
}

/** Every width with every brand, and each of the other choices with each width and each brand; not all with all. */
const looks: Record<(typeof journeys)[number]['slug'], readonly Look[]> = {
  bellaweddings: [{ width: 360, theme: 'light', lang: 'en' }, { width: 768, theme: 'dark', lang: 'en' }, { width: 1280, theme: 'light', lang: 'ar' }],
  studionord: [{ width: 360, theme: 'dark', lang: 'ar' }, { width: 768, theme: 'light', lang: 'en' }, { width: 1280, theme: 'light', lang: 'en' }],
  marinaspa: [{ width: 360, theme: 'light', lang: 'en' }, { width: 768, theme: 'light', lang: 'ar' }, { width: 1280, theme: 'dark', lang: 'en' }],
};

for (const journey of journeys) {
  const place = places[journey.slug];
  test(`every step of ${journey.slug} looks as it did, at every width`, async ({ stack, visit }) => {
    visit.expectConsoleError(/402|card_declined/);
    const page = await visit.openPage('desktop', { timezoneId: place.timeZone, reducedMotion: 'reduce' });
    await fixDays(page, stack, place);
    const site = await startHostSite(stack);
    const customer = await site.open(page, journey.slug, { theme: 'light', lang: 'en' });
    const faults: string[] = [];
    await walk(customer, journey, async (sight) => {
      for (const look of looks[journey.slug]) {
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

/** The popup over the page that opened it, at each width, and in each of the other choices once. */
const popupLooks: readonly Look[] = [{ width: 360, theme: 'light', lang: 'en' }, { width: 768, theme: 'dark', lang: 'ar' }, { width: 1280, theme: 'light', lang: 'en' }];

test('the floating button and the popup that it opens look as they did, at every width', async ({ stack, visit }) => {
  const place = places.marinaspa;
  const page = await visit.openPage('desktop', { timezoneId: place.timeZone, reducedMotion: 'reduce' });
  await fixDays(page, stack, place);
  const site = await startHostSite(stack);
  const around = { before: '<h1>A website</h1><p>It has words of its own, which the popup covers.</p>' };
  const { widget } = await site.open(page, 'marinaspa', { mode: 'button', label: 'Book a visit', theme: 'light', lang: 'en' }, around);
  const faults: string[] = [];
  for (const sight of ['button', 'package', 'time'] as const) {
    if (sight === 'package') await page.getByRole('button', { name: 'Book a visit' }).click();
    if (sight === 'time') {
      await widget.getByRole('button', { name: 'Signature massage' }).first().click();
      await widget.getByRole('button', { name: 'Choose a time' }).click();
      await widget.getByRole('button', { name: /, available$/ }).first().waitFor();
    }
    for (const { width, theme, lang } of popupLooks) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: theme });
      if (sight !== 'button') {
        await changeWishes(page, { theme, lang });
        await untilComplete(await frameOf(page), sight, { theme, lang });
      }
      const fault = await compareWithBaseline(`popup-${sight}-${width}-${theme}-${lang}`, await untilSteady(() => page.screenshot()));
      if (fault !== null) faults.push(fault);
    }
    if (sight !== 'button') {
      await changeWishes(page, { lang: 'en' });
      await untilShown(await frameOf(page), { lang: 'en' });
    }
  }
  await site.close();
  expect(faults).toEqual([]);
});

async function picture(page: Page, sight: Sight, { width, theme, lang }: Look): Promise<Buffer> {
  const frame = await frameOf(page);
  await page.setViewportSize({ width, height: 1400 });
  // Nothing is hovered by chance.
  await page.mouse.move(0, 1399);
  await page.emulateMedia({ colorScheme: theme });
  await changeWishes(page, { theme, lang });
  await untilComplete(frame, sight, { theme, lang });
  return untilSteady(() => page.locator('mais-widget').screenshot());
}

async function untilComplete(frame: Frame, sight: Sight, wished: { theme?: 'light' | 'dark'; lang: string }): Promise<void> {
  await untilShown(frame, wished);
  // Some of these days are full; the calendar doesn't wait for what that offers.
  if (sight.startsWith('time')) await frame.locator('.mais-waitlist > .mais-button').waitFor();
  // In another language the card form is made anew.
  if (sight.startsWith('payment')) await frame.locator('.mais-payment__element[data-status="ready"]').waitFor();
}
