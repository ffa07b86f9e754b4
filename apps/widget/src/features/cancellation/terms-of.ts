import type { CancellationPolicy } from '@mais/contract';

/** What cancelling gives back until an instant, and until when a booking can be moved. */
export interface Terms {
  readonly steps: readonly { readonly until: string; readonly refundBps: number }[];
  /** whether nothing goes back after the last step, which then ends before the start */
  readonly endsEarly: boolean;
  readonly movableUntil: string | null;
}

const HOUR_MS = 3_600_000;

/** A policy as it reads for a start, from now on: what goes back until when, the earliest first. What is over is left out. */
export function termsOf({ tiers, rescheduleHours }: CancellationPolicy, startsAt: string, nowMs: number): Terms {
  const before = (hours: number) => Date.parse(startsAt) - hours * HOUR_MS;
  const open = tiers.filter(({ hoursBefore, refundBps }) => refundBps > 0 && before(hoursBefore) > nowMs).toSorted((a, b) => b.hoursBefore - a.hoursBefore);
  return {
    // A later one that gives the same says all that an earlier one does.
    steps: open.filter(({ refundBps }, index) => open[index + 1]?.refundBps !== refundBps).map(({ hoursBefore, refundBps }) => ({ until: new Date(before(hoursBefore)).toISOString(), refundBps })),
    endsEarly: (open.at(-1)?.hoursBefore ?? 0) > 0,
    movableUntil: rescheduleHours === null || before(rescheduleHours) <= nowMs ? null : new Date(before(rescheduleHours)).toISOString(),
  };
}
