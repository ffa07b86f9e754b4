import { test as base } from '../fixtures.ts';
import { launchSteadyBrowser } from './steady-browser.ts';

const steady = await launchSteadyBrowser();
// oxlint-disable-next-line no-console -- who runs this should know why nothing is compared
if (steady === null) console.log('Screenshots are not compared: they were taken with the Chromium that comes from npm, and this is another.');

/** `test` in a browser that draws the same everywhere; skipped where there is none. */
export const steadyTest = base.extend({
  browser: [
    // oxlint-disable-next-line no-empty-pattern -- vitest reads what a fixture needs from the pattern
    async ({}, use) => {
      if (steady === null) throw new Error('Without a steady browser no screenshot is compared');
      await use(steady);
      await steady.close();
    },
    { scope: 'file' },
  ],
}).skipIf(steady === null);

/** The same twice: the page has taken its height, and pictures and fonts are there. */
export async function untilSteady(take: () => Promise<Buffer>): Promise<Buffer> {
  for (let before = await take(), tries = 1; ; tries += 1) {
    const now = await take();
    if (now.equals(before) || tries === 10) return now;
    before = now;
  }
}
