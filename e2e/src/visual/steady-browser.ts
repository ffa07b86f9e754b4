import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findChromium, launchBrowser } from '@mais/test-kit';
import type { Browser } from 'playwright-core';

/** The browser that the baselines were taken with. */
const TAKEN_WITH = '153.';

/**
 * Launches the Chromium that comes from npm, with none but its own fonts, so that every machine draws the same.
 * @returns null where another Chromium is used: each draws text in its own way
 */
export async function launchSteadyBrowser(): Promise<Browser | null> {
  const found = await findChromium();
  const ownFonts = found.env['FONTCONFIG_FILE'];
  if (found.source !== 'bundled' || ownFonts === undefined) return null;
  const folder = await mkdtemp(join(tmpdir(), 'mais-fonts-'));
  const config = join(folder, 'fonts.conf');
  await writeFile(config, fontsConfig(join(dirname(ownFonts), 'fonts'), folder));
  const browser = await launchBrowser({
    env: { FONTCONFIG_FILE: config },
    // What a test answers in the product's place counts as from the open internet, which may not load from this machine.
    args: ['--disable-features=LocalNetworkAccessChecks', '--font-render-hinting=none', '--force-color-profile=srgb'],
  });
  browser.once('disconnected', () => rmSync(folder, { recursive: true, force: true }));
  if (browser.version().startsWith(TAKEN_WITH)) return browser;
  await browser.close();
  return null;
}

function fontsConfig(fonts: string, folder: string): string {
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${fonts}</dir>
<match target="pattern"><edit name="family" mode="append" binding="strong"><string>Open Sans</string><string>Noto Sans JP</string><string>Noto Sans Arabic</string></edit></match>
<cachedir>${join(folder, 'cache')}</cachedir>
</fontconfig>
`;
}
