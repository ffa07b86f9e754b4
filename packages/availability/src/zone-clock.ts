/**
 * What the clocks of a zone show over some years: stretches of time with one offset each. Wall time is what the clock
 * reads, taken as though it were UTC milliseconds, so wall time = instant + offset.
 */
export interface ZoneClock {
  /** the instant at which each stretch begins, ascending; the first is -Infinity */
  readonly sinceMs: readonly number[];
  /** what the stretch's clock is ahead of UTC */
  readonly offsetMs: readonly number[];
}

/** A part of a wall-clock range that passes without a change of the clock, as the instants from and to. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsetMs: number;
}

/** What the clock reads at an instant. */
export function wallTimeAt(clock: ZoneClock, instantMs: number): number {
  let low = 0;
  let high = clock.sinceMs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((clock.sinceMs[middle] as number) <= instantMs) low = middle;
    else high = middle - 1;
  }
  return instantMs + (clock.offsetMs[low] as number);
}

/** The first instant at which the clock reads this wall time or a later one: the gap's end for a time that is skipped. */
export function firstInstantReading(clock: ZoneClock, wallMs: number): number {
  const last = clock.sinceMs.length - 1;
  for (let index = 0; index < last; index++) {
    const instantMs = wallMs - (clock.offsetMs[index] as number);
    if (instantMs < (clock.sinceMs[index + 1] as number)) return Math.max(instantMs, clock.sinceMs[index] as number);
  }
  return Math.max(wallMs - (clock.offsetMs[last] as number), clock.sinceMs[last] as number);
}

/**
 * The instants at which the clock reads a time within [wallFromMs, wallToMs), in order. A skipped time is in no stretch
 * and a repeated one in two; stretches that touch pass without a break.
 */
export function stretchesReading(clock: ZoneClock, wallFromMs: number, wallToMs: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let index = 0; index < clock.sinceMs.length; index++) {
    const offsetMs = clock.offsetMs[index] as number;
    const fromMs = Math.max(wallFromMs - offsetMs, clock.sinceMs[index] as number);
    const toMs = Math.min(wallToMs - offsetMs, clock.sinceMs[index + 1] ?? Infinity);
    if (fromMs < toMs) stretches.push({ fromMs, toMs, offsetMs });
  }
  return stretches;
}
