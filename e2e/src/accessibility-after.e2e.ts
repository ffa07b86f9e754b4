import { expect } from 'vitest';

import { findFaults } from './axe.ts';
import { test } from './fixtures.ts';
import { bookForSights, laterJourneys, laterSights, openSight } from './later-sights.ts';
import { fixDays } from './visual/fixed-days.ts';
import { places } from './visual/places.ts';

const looks = [['phone', 'light', 'en'], ['desktop', 'dark', 'ar']] as const;

for (const [index, journey] of laterJourneys.entries()) {
  test(`axe finds nothing on the booking’s own page nor on the waitlist of ${journey.slug}`, async ({ stack, visit }) => {
    visit.expectConsoleError(/401/);
    const made = await bookForSights(stack, journey, index + 10);
    const faults: string[] = [];
    for (const [device, theme, lang] of looks) {
      for (const sight of laterSights) {
        const page = await visit.openPage(device, { timezoneId: places[journey.slug].timeZone, reducedMotion: 'reduce' });
        await fixDays(page, stack, places[journey.slug]);
        await openSight(page, stack, journey, made, sight, { theme, lang });
        for (const fault of await findFaults(page.mainFrame())) faults.push(`${sight}, ${theme}, ${lang}: ${fault}`);
        await page.context().close();
      }
    }
    expect(faults).toEqual([]);
  }, 240_000);
}
