import type { Page } from 'playwright-core';

import { findFaults } from './axe.ts';
import { changeWishes, frameOf, untilShown } from './host-page.ts';

const looks = [['dark', 'ar'], ['light', 'ar'], ['dark', 'en'], ['light', 'en']] as const;

/** Gathers the faults of what is shown now, in light and dark, in both directions. */
export async function faultsInEveryLook(page: Page, sight: string, of: readonly (readonly ['dark' | 'light', string])[] = looks): Promise<string[]> {
  const frame = await frameOf(page);
  const faults: string[] = [];
  for (const [theme, lang] of of) {
    await changeWishes(page, { theme, lang });
    await untilShown(frame, { theme, lang });
    for (const fault of await findFaults(frame)) faults.push(`${sight}, ${theme}, ${lang}: ${fault}`);
  }
  return faults;
}
