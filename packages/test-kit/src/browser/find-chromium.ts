import { existsSync } from 'node:fs';

import { prepareBundledChromium } from './bundled-chromium.ts';

/** A Chromium to launch, with the arguments and variables that this one needs. */
export interface ChromiumChoice {
  source: 'CHROMIUM_PATH' | 'playwright' | 'system' | 'bundled';
  executablePath: string;
  args: string[];
  env: Record<string, string>;
}

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Finds a Chromium: `CHROMIUM_PATH`, then Playwright's own download, then the system's, then the one that comes from npm.
 * @throws Error when `CHROMIUM_PATH` names no file, or when nothing fits this machine
 */
export async function findChromium(): Promise<ChromiumChoice> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names no file: ${named}`);
    return installed('CHROMIUM_PATH', named);
  }
  const { chromium } = await import('playwright-core');
  const playwrights = chromium.executablePath();
  if (playwrights !== '' && existsSync(playwrights)) return installed('playwright', playwrights);

  const systems = systemPaths.find((path) => existsSync(path));
  if (systems !== undefined) return installed('system', systems);

  if (process.platform === 'linux' && process.arch === 'x64') return bundled();
  throw new Error(
    `No Chromium for ${process.platform} ${process.arch}: install Chrome, run "npx playwright-core install chromium", or set CHROMIUM_PATH.`,
  );
}

function installed(source: ChromiumChoice['source'], executablePath: string): ChromiumChoice {
  return { source, executablePath, args: [], env: {} };
}

// The package's own default arguments switch web security and site isolation off, so none of them is used:
// tests across origins would prove nothing.
async function bundled(): Promise<ChromiumChoice> {
  const { executablePath, env } = await prepareBundledChromium();
  return { source: 'bundled', executablePath, args: ['--headless=shell', '--disable-gpu'], env };
}
