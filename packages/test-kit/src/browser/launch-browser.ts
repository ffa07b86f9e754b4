import type { Browser, LaunchOptions } from 'playwright-core';

import { findChromium } from './find-chromium.ts';

// Tests run without a network: nothing here may call home, and QUIC only delays the first connection.
const quietArgs = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Launches the Chromium that is there, headless, with web security and site isolation as a visitor has them.
 * @param options what else Playwright's `launch` takes; `args` and `env` are added to ours
 * @returns a Playwright browser; the caller closes it
 * @throws Error when the machine has no Chromium and none on npm fits it
 */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const found = await findChromium();
  // Loaded here, so that tests which only want a database don't wait for it.
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    ...options,
    executablePath: found.executablePath,
    // As root, which is how containers run, Chromium refuses to start with its sandbox.
    chromiumSandbox: false,
    args: [...quietArgs, ...found.args, ...(options.args ?? [])],
    env: { ...inheritedEnv(), ...found.env, ...options.env },
  });
}

function inheritedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
