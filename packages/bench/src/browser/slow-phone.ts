import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A middling phone on a slow mobile network, as Lighthouse has it. @see https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md */
const network = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 } as const;
const cpuRate = 4;

export interface SlowPhone {
  readonly context: BrowserContext;
  readonly page: Page;
}

/**
 * Opens an empty page in a browser without a cache.
 * @param slow `network` throttles what the page and the frames of its site load
 */
export async function openPhone(browser: Browser, slow: { network: boolean; cpu: boolean }): Promise<SlowPhone> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  if (slow.network) {
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', network);
  }
  if (slow.cpu) await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpuRate });
  return { context, page };
}
