import { connectDatabase, seedTenant, systemClock } from '@mais/bff';
import { launchBrowser } from '@mais/test-kit';
import type { Browser, Frame, Page } from 'playwright-core';

import { alternate } from '../alternate.ts';
import type { Benchmark, Measurement } from '../benchmark.ts';
import { hostPages } from '../browser/host-pages.ts';
import { type Sighting, observe, readObserved } from '../browser/observe.ts';
import { servePages } from '../browser/page-server.ts';
import { openPhone } from '../browser/slow-phone.ts';
import { studioTenant } from '../stack/studio-tenant.ts';
import { median } from '../statistics.ts';
import { buildBareReact } from '../yardsticks/bare-react.ts';

const rounds = 5;
const budgets = { visibleMs: 1_100, usableMs: 1_500, blockingMs: 50, interactionMs: 100, growthPerMountBytes: 4_096 } as const;

/** The widget in a browser: how soon its calendar is there, what it costs the page around it, and how it feels. */
export const widget: Benchmark = {
  name: 'widget',
  async run({ say, startStack }) {
    const stack = await startStack();
    const seeding = connectDatabase(stack.appUrl, { name: 'bench seed', poolSize: 1 });
    await seedTenant(seeding, studioTenant, systemClock.now());
    await seeding.end({ timeout: 5 });
    const bff = `http://127.0.0.1:${await stack.startReplica()}`;
    const tag = `<script async src="${bff}/sdk/mais-sdk.js" data-tenant="${studioTenant.slug}" data-api-key="pk_test_${studioTenant.slug}_sample" data-package="portrait"></script>`;
    const server = await servePages(hostPages(bff, tag, await buildBareReact()));
    // As a visitor's browser keeps sites apart, whatever this machine's would do.
    const browser = await launchBrowser({ args: ['--site-per-process'] });
    try {
      const sameSite = `http://127.0.0.1:${server.port}`;
      const otherSite = `http://localhost:${server.port}`;
      return [
        ...(await measureLoading(browser, sameSite, say)),
        ...(await measureHost(browser, otherSite, say)),
        await measureInteractions(browser, sameSite, say),
        await measureMounts(browser, sameSite, say),
      ];
    } finally {
      await browser.close();
      await server.close();
    }
  },
};

/** On one site, so that the slow network and the slow processor are the frame's as well. */
async function measureLoading(browser: Browser, origin: string, say: (line: string) => void): Promise<Measurement[]> {
  const visible = { widget: [] as number[], bare: [] as number[] };
  const usable = await alternate(
    rounds,
    async () => takeTime(browser, `${origin}/with-widget`, (times) => visible.widget.push(times.visibleMs)),
    async () => takeTime(browser, `${origin}/with-bare-react`, (times) => visible.bare.push(times.visibleMs)),
  );
  // The first of each warmed up.
  const visibleMs = median(visible.widget.slice(1));
  const bareMs = median(visible.bare.slice(1));
  say(`calendar visible after ${Math.round(visibleMs)} ms, usable after ${Math.round(usable.measured)} ms; bare React after ${Math.round(usable.yardstick)} ms`);
  return [
    row('widget: tag to calendar visible', { measured: visibleMs, yardstick: bareMs, ratio: visibleMs / bareMs, budget: budgets.visibleMs }),
    row('widget: tag to calendar usable', { ...usable, budget: budgets.usableMs }),
  ];
}

async function takeTime(browser: Browser, address: string, note: (times: { visibleMs: number }) => void): Promise<number> {
  const { context, page } = await openPhone(browser, { network: true, cpu: true });
  try {
    await observe(page);
    await page.goto(address, { waitUntil: 'commit' });
    const { sighting } = await calendarIn(page);
    const tagAtMs = await page.evaluate(() => (globalThis as unknown as { tagAtMs: number }).tagAtMs);
    note({ visibleMs: sighting.visibleAtMs - tagAtMs });
    return sighting.usableAtMs - tagAtMs;
  } finally {
    await context.close();
  }
}

/** On two sites, as tenants have it: what the frame does is then another process's work. */
async function measureHost(browser: Browser, origin: string, say: (line: string) => void): Promise<Measurement[]> {
  const shifts: number[] = [];
  const blocking = await alternate(
    rounds,
    async () => watchHost(browser, `${origin}/with-widget`, shifts),
    async () => watchHost(browser, `${origin}/with-nothing`, null),
  );
  const moreMs = Math.max(0, blocking.measured - blocking.yardstick);
  const shift = Math.max(...shifts);
  say(`the page around it: ${Math.round(moreMs)} ms more blocking, layout shift ${shift.toFixed(4)}`);
  return [
    { name: 'widget: blocking time it adds to its host page', measured: ms(moreMs), yardstick: null, ratio: null, budget: `≤ ${budgets.blockingMs} ms`, passed: moreMs <= budgets.blockingMs },
    { name: 'widget: layout shift (CLS) of its host page', measured: shift.toFixed(3), yardstick: null, ratio: null, budget: '0', passed: shift === 0 },
  ];
}

async function watchHost(browser: Browser, address: string, shifts: number[] | null): Promise<number> {
  const { context, page } = await openPhone(browser, { network: false, cpu: true });
  try {
    await observe(page);
    await page.goto(address);
    if (shifts !== null) await calendarIn(page);
    await page.waitForTimeout(1_000);
    const { layoutShift, longTaskMs } = await readObserved(page);
    shifts?.push(layoutShift);
    return longTaskMs;
  } finally {
    await context.close();
  }
}

/** Days, months and times with a slow processor; the worst of all, as INP has it with fewer than fifty interactions. */
async function measureInteractions(browser: Browser, origin: string, say: (line: string) => void): Promise<Measurement> {
  const { context, page } = await openPhone(browser, { network: false, cpu: true });
  try {
    await observe(page);
    await page.goto(`${origin}/with-widget`);
    const { frame } = await calendarIn(page);
    for (let turn = 0; turn < 6; turn += 1) {
      await frame.getByRole('button', { name: turn % 2 === 0 ? 'Next month' : 'Previous month' }).click();
      await page.waitForTimeout(300);
      // Late in a month there may be no more than one.
      const days = frame.getByRole('button', { name: /, available$/ });
      for (const day of [days.first(), days.last()]) await day.click();
    }
    await page.waitForTimeout(500);
    const { interactionsMs } = await readObserved(frame);
    const worstMs = Math.max(0, ...interactionsMs);
    say(`${interactionsMs.length} slow interactions, the worst ${worstMs} ms`);
    return { name: 'widget: slowest interaction with the calendar (INP)', measured: ms(worstMs), yardstick: null, ratio: null, budget: `≤ ${budgets.interactionMs} ms`, passed: worstMs <= budgets.interactionMs };
  } finally {
    await context.close();
  }
}

const mountsBefore = 10;
const mounts = 50;

/** Puts the widget into a page and takes it out again, as a single-page app does. */
async function measureMounts(browser: Browser, origin: string, say: (line: string) => void): Promise<Measurement> {
  const { context, page } = await openPhone(browser, { network: false, cpu: false });
  try {
    await page.goto(`${origin}/empty`);
    const devtools = await context.newCDPSession(page);
    const weigh = async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      const [{ usedSize }, counters] = await Promise.all([devtools.send('Runtime.getHeapUsage'), devtools.send('Memory.getDOMCounters')]);
      return { usedSize, documents: counters.documents };
    };
    await mountOften(page, mountsBefore);
    const before = await weigh();
    await mountOften(page, mounts);
    const after = await weigh();
    const growth = Math.max(0, after.usedSize - before.usedSize) / mounts;
    const documents = after.documents - before.documents;
    say(`${Math.round(growth)} bytes and ${documents / mounts} documents more with each mount`);
    return {
      name: `widget: what stays of each of ${mounts} mounts`, measured: `${Math.round(growth)} B, ${documents} documents`, yardstick: null, ratio: null,
      budget: `≤ ${budgets.growthPerMountBytes} B, 0 documents`, passed: growth <= budgets.growthPerMountBytes && documents <= 0,
    };
  } finally {
    await context.close();
  }
}

async function mountOften(page: Page, count: number): Promise<void> {
  for (let mount = 0; mount < count; mount += 1) {
    await page.evaluate((slug) => {
      const element = document.createElement('mais-widget');
      for (const [name, value] of [['tenant', slug], ['api-key', `pk_test_${slug}_sample`], ['package', 'portrait']] as const) element.setAttribute(name, value);
      document.body.prepend(element);
    }, studioTenant.slug);
    const frame = await frameOf(page);
    await frame.getByRole('button', { name: /, available$/ }).first().waitFor();
    await page.evaluate(() => document.querySelector('mais-widget')?.remove());
  }
}

async function frameOf(page: Page): Promise<Frame> {
  for (;;) {
    const frame = page.frames().find((one) => one !== page.mainFrame() && !one.isDetached() && one.url() !== 'about:blank');
    if (frame !== undefined) return frame;
    await page.waitForTimeout(5);
  }
}

async function calendarIn(page: Page): Promise<{ frame: Frame; sighting: Sighting }> {
  const frame = await frameOf(page);
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await page.waitForTimeout(25)) {
    const observed = await readObserved(frame).catch(() => undefined);
    if (observed?.sighting !== undefined) return { frame, sighting: observed.sighting };
  }
  throw new Error('the calendar did not come');
}

function row(name: string, { measured, yardstick, ratio, budget }: { measured: number; yardstick: number; ratio: number; budget: number }): Measurement {
  return { name, measured: ms(measured), yardstick: ms(yardstick), ratio, budget: `≤ ${budget} ms`, passed: measured <= budget };
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}
