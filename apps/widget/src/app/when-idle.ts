// Whoever is about to touch what has just come is served first; on a page that is never idle, it is done at the latest after this.
const SETTLE_MS = 250;
const LATEST_MS = 1_000;

// Whoever goes from month to month and from day to day touches something more often than that.
const CALM_MS = 1_000;

/**
 * Does what can wait once the page has nothing else to do, so that what is in sight can be used before.
 * @returns how to call it off
 */
export function whenIdle(act: () => void, afterMs = SETTLE_MS): () => void {
  let stop = () => clearTimeout(timer);
  const timer = setTimeout(() => {
    // Safari has it only behind a flag.
    if (typeof requestIdleCallback === 'undefined') return act();
    const request = requestIdleCallback(act, { timeout: LATEST_MS });
    stop = () => cancelIdleCallback(request);
  }, afterMs);
  return () => stop();
}

/**
 * Does what nobody sees once the page has been painted. Asking the server takes a slow phone longer than drawing a month, and the effects
 * of a click run before its picture.
 * @returns how to call it off
 */
export function afterPaint(act: () => void): () => void {
  const timer = setTimeout(act);
  return () => clearTimeout(timer);
}

const touches = ['pointerdown', 'keydown'] as const;

/**
 * Does what takes a while and can wait longer still: until nobody has touched anything for a second.
 * @returns how to call it off
 */
export function whenCalm(act: () => void): () => void {
  let stop = whenIdle(end, CALM_MS);
  const wait = () => {
    stop();
    stop = whenIdle(end, CALM_MS);
  };
  const leave = () => {
    for (const touch of touches) removeEventListener(touch, wait);
    stop();
  };
  function end(): void {
    leave();
    act();
  }
  for (const touch of touches) addEventListener(touch, wait, { passive: true });
  return leave;
}
