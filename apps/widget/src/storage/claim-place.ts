// A reload of the frame gives its place up a moment after the new page asks for it.
const PATIENCE_MS = 500;
const PLACES = 8;

/**
 * Tells apart the widgets of one tenant on one page: they share the tab's storage, and each must find its own booking there
 * again. A place is kept as long as the page lives, by a lock, so that a crash frees it too.
 * @param owner what they have in common
 * @returns 1 for the first widget, 2 for the second; 1 where the browser has no locks
 */
export async function claimPlace(owner: string): Promise<number> {
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) return 1;
  if (await claim(locks, `${owner}:1`, { signal: AbortSignal.timeout(PATIENCE_MS) })) return 1;
  for (let place = 2; place <= PLACES; place++) if (await claim(locks, `${owner}:${place}`, { ifAvailable: true })) return place;
  return PLACES + 1;
}

function claim(locks: LockManager, name: string, options: LockOptions): Promise<boolean> {
  return new Promise((resolve) => {
    // Held until the page ends.
    const hold = (lock: Lock | null) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    };
    locks.request(name, options, hold).catch(() => resolve(false));
  });
}
