import { expect } from 'vitest';

import { test } from './fixtures.ts';
import { changeWishes, frameOf, startHostSite, untilShown } from './host-page.ts';
import { journeys, walk } from './journey.ts';
import { findAnimations, findCutContent, findSmallTargets, spaceText } from './room.ts';

for (const journey of journeys) {
  test(`nothing of ${journey.slug} is cut off at 400 % or with wide text, every target can be hit, and nothing moves that shall not`, async ({ stack, visit }) => {
    visit.expectConsoleError(/402|card_declined/);
    // A window of 1280 px at 400 %.
    const page = await visit.openPage('desktop', { viewport: { width: 320, height: 900 }, reducedMotion: 'reduce' });
    const site = await startHostSite(stack);
    const customer = await site.open(page, journey.slug, { lang: 'en' });
    const faults: string[] = [];
    await walk(customer, journey, async (sight) => {
      const frame = await frameOf(page);
      for (const lang of ['de', 'en']) {
        await changeWishes(page, { lang });
        await untilShown(frame, { lang });
        const note = (found: readonly string[]) => faults.push(...found.map((fault) => `${sight}, ${lang}: ${fault}`));
        note(await findCutContent(frame));
        note(await findSmallTargets(frame));
        note((await findAnimations(frame)).map((name) => `moves: ${name}`));
        await spaceText(frame, true);
        note((await findCutContent(frame)).map((fault) => `wide text: ${fault}`));
        await spaceText(frame, false);
      }
    }, { monthsAhead: 1, nth: 4 });
    expect(faults).toEqual([]);
    await site.close();
  });
}
