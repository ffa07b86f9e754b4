import { useEffect, useState } from 'react';

import { useServices } from '../../app/services.ts';

/** The whole seconds until a moment on the page's clock, kept up to date; null without one, 0 once it has passed. */
export function useRemainingSeconds(deadlineMs: number | null): number | null {
  const { nowMs } = useServices();
  const [, setTick] = useState(0);
  const remainingMs = deadlineMs === null ? null : Math.max(0, deadlineMs - nowMs());

  useEffect(() => {
    if (remainingMs === null || remainingMs === 0) return;
    // At the turn of each second, so that no number is skipped or shown twice.
    const timer = setTimeout(() => setTick((tick) => tick + 1), (remainingMs % 1000) + 5);
    return () => clearTimeout(timer);
  });

  return remainingMs === null ? null : Math.ceil(remainingMs / 1000);
}
