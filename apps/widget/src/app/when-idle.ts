// Whoever is about to touch what has just come is served first; on a page that is never idle, it is done at the latest after this.
const SETTLE_MS = 250;
const LATEST_MS = 1_000;

/**
 * Does what can wait once the page has nothing else to do, so that what is in sight can be used before.
 * @returns how to call it off
 */
export function whenIdle(act: () => void): () => void {
  let stop = () => clearTimeout(timer);
  const timer = setTimeout(() => {
    // Safari has it only behind a flag.
    if (typeof requestIdleCallback === 'undefined') return act();
    const request = requestIdleCallback(act, { timeout: LATEST_MS });
    stop = () => cancelIdleCallback(request);
  }, SETTLE_MS);
  return () => stop();
}
