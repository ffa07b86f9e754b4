import type { Page } from 'playwright-core';

/** When something came to be, in milliseconds since 1970; the page's frames share the browser's clock. */
export interface Sighting {
  readonly visibleAtMs: number;
  /** the first moment after that in which the page had nothing to do */
  readonly usableAtMs: number;
}

interface Observed {
  sighting?: Sighting;
  longTaskMs: number;
  layoutShift: number;
  interactionsMs: number[];
}

/** Makes every document of the page watch for a day that can be chosen, long tasks, layout shifts and slow interactions. */
export async function observe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const observed: Observed = { longTaskMs: 0, layoutShift: 0, interactionsMs: [] };
    (globalThis as unknown as { observed: Observed }).observed = observed;
    const look = new MutationObserver(() => {
      if (document.querySelector('button[data-state="available"]') === null) return;
      look.disconnect();
      // After the frame in which it was painted.
      requestAnimationFrame(() => setTimeout(() => {
        const { timeOrigin } = performance;
        const visibleAtMs = timeOrigin + performance.now();
        const noteUsable = () => requestIdleCallback(() => {
          // A picture of it, until the script is there.
          if (document.querySelector('[inert] button[data-state="available"]') !== null) return requestAnimationFrame(noteUsable);
          observed.sighting = { visibleAtMs, usableAtMs: timeOrigin + performance.now() };
        });
        noteUsable();
      }));
    });
    look.observe(document, { childList: true, subtree: true });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) observed.longTaskMs += duration - 50;
    }).observe({ type: 'longtask', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) if (!entry.hadRecentInput) observed.layoutShift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) if (entry.interactionId > 0) observed.interactionsMs.push(entry.duration);
    }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  });
}

/** What a frame has observed of itself so far. */
export async function readObserved(frame: { evaluate<T>(work: () => T): Promise<T> }): Promise<Observed> {
  return frame.evaluate(() => (globalThis as unknown as { observed: Observed }).observed);
}
