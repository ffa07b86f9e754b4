import { expect } from 'vitest';

import { bookForSights, laterJourneys, laterSights, openSight } from './later-sights.ts';
import { compareWithBaseline } from './visual/compare.ts';
import { fixDays } from './visual/fixed-days.ts';
import { places } from './visual/places.ts';
import { steadyTest as test, untilSteady } from './visual/steady-test.ts';

/** Each width with each brand; light and dark, and both directions, on a phone and on a desktop. */
const looks = {
  bellaweddings: [{ width: 360, theme: 'light', lang: 'en' }, { width: 1280, theme: 'light', lang: 'ar' }],
  studionord: [{ width: 360, theme: 'dark', lang: 'ar' }, { width: 1280, theme: 'light', lang: 'en' }],
  marinaspa: [{ width: 360, theme: 'light', lang: 'ar' }, { width: 1280, theme: 'dark', lang: 'en' }],
} as const;

for (const [index, journey] of laterJourneys.entries()) {
  const { slug } = journey;
  test(`what comes after a booking at ${slug} looks as it did, on a phone and on a desktop`, async ({ stack, visit }) => {
    visit.expectConsoleError(/401/);
    const made = await bookForSights(stack, journey, index);
    const faults: string[] = [];
    for (const { width, theme, lang } of looks[slug]) {
      for (const sight of laterSights) {
        const page = await visit.openPage('desktop', { timezoneId: places[slug].timeZone, reducedMotion: 'reduce', colorScheme: theme, viewport: { width, height: 900 } });
        await fixDays(page, stack, places[slug]);
        await openSight(page, stack, journey, made, sight, { theme, lang });
        const fault = await compareWithBaseline(`${slug}-${sight}-${width}-${theme}-${lang}`, await untilSteady(() => page.screenshot({ fullPage: true })));
        if (fault !== null) faults.push(fault);
        await page.context().close();
      }
    }
    expect(faults).toEqual([]);
  }, 240_000);
}
