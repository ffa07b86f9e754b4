import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';

import { prepareBundledChromium } from './bundled-chromium.ts';

const fits = process.platform === 'linux' && process.arch === 'x64';

test.runIf(fits)('inflates once for all who ask at the same time, and the browser runs from there', async () => {
  const root = await mkdtemp(join(tmpdir(), 'mais-chromium-test-'));
  try {
    const [found, same] = await Promise.all([prepareBundledChromium(root), prepareBundledChromium(root)]);
    expect(same).toEqual(found);
    expect(await readdir(root)).toHaveLength(1);

    const browser = await chromium.launch({
      executablePath: found.executablePath,
      chromiumSandbox: false,
      args: ['--headless=shell'],
      env: found.env,
    });
    const page = await browser.newPage();
    expect(await page.evaluate(() => 6 * 7)).toBe(42);
    await browser.close();
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
