import { useEffect } from 'react';

import { useFlow, useServices } from '../../app/services.ts';

/** Notices when the held time has run out. */
export function HoldExpiry() {
  const { flow, nowMs } = useServices();
  const { hold } = useFlow();
  const endsMs = hold === null || hold.hasExpired ? null : hold.deadlineMs;

  useEffect(() => {
    if (endsMs === null) return;
    const timer = setTimeout(() => flow.dispatch({ type: 'hold_ran_out' }), Math.max(0, endsMs - nowMs()));
    return () => clearTimeout(timer);
  }, [flow, nowMs, endsMs]);

  return null;
}
