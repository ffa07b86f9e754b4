import type { Cancellation, CancellationPolicy } from '@mais/contract';
import { roundHalfUp } from '../pricing/index.ts';

const HOUR_MS = 3_600_000;

/** What a booking's money and time are when it would be cancelled. */
export interface PaidBooking {
  readonly paidMinor: number;
  /** What has gone back of it, or is on its way. */
  readonly refundedMinor: number;
  readonly startsAt: Date;
  /** What the currency is charged in. */
  readonly stepMinor: number;
}

/** What goes back of a booking that is cancelled now: the part that its tier says of the money that the business has. */
export function refundDue(policy: CancellationPolicy, paid: PaidBooking, now: Date): number {
  const hoursLeft = (paid.startsAt.getTime() - now.getTime()) / HOUR_MS;
  const reached = latestFirst(policy).findLast(({ hoursBefore }) => hoursBefore <= hoursLeft);
  return partOf(paid, reached?.refundBps ?? 0);
}

/** The same from now on: what goes back until when, then nothing. */
export function refundSteps(policy: CancellationPolicy, paid: PaidBooking, now: Date): Cancellation['steps'] {
  const steps: { until: string; refundMinor: number }[] = [];
  for (const { hoursBefore, refundBps } of latestFirst(policy).toReversed()) {
    const until = new Date(paid.startsAt.getTime() - hoursBefore * HOUR_MS);
    if (until >= now) steps.push({ until: until.toISOString(), refundMinor: partOf(paid, refundBps) });
  }
  return steps;
}

/** Until when customers can move a booking themselves; null when that is over, or not offered. */
export function reschedulableUntil({ rescheduleHours }: CancellationPolicy, startsAt: Date, now: Date): Date | null {
  if (rescheduleHours === null) return null;
  const until = new Date(startsAt.getTime() - rescheduleHours * HOUR_MS);
  return until > now ? until : null;
}

function partOf({ paidMinor, refundedMinor, stepMinor }: PaidBooking, bps: number): number {
  const keptMinor = Math.max(0, paidMinor - refundedMinor);
  return Math.min(keptMinor, roundHalfUp(keptMinor, bps, 10_000, stepMinor));
}

function latestFirst({ tiers }: CancellationPolicy): CancellationPolicy['tiers'] {
  return tiers.toSorted((one, other) => one.hoursBefore - other.hoursBefore);
}
