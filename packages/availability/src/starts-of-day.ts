import { startOfDay } from './local-day.ts';
import { isBlackedOut, rangesOf, type OpeningHours } from './opening-hours.ts';
import type { AvailabilityKind, MinuteRange } from './query.ts';
import { stretchesReading, type Stretch, type ZoneClock } from './zone-clock.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const dayMinutes = 1440;

/** What the starts of a day depend on: everything but the clock of now and what is taken. */
export interface StartRules {
  readonly kind: AvailabilityKind;
  readonly clock: ZoneClock;
  readonly hours: OpeningHours;
  readonly durationMs: number;
  readonly stepMs: number;
}

/** The starts that the rules offer on one local day, ascending, and how long a service from each of them takes. */
export interface DayStarts {
  readonly startsAtMs: readonly number[];
  readonly serviceMs: number;
}

/**
 * The starts of one local day, whoever has booked what.
 *
 * 1. A range is the set of instants at which the local clock reads a time within it, its end excluded. Skipped times are
 *    in no range, repeated times are in it twice; an edge in a gap or a repeated hour needs no rule of its own.
 * 2. Starts lie on the clock: the range's start and every step after it, wherever the clock shows that time.
 * 3. A service is elapsed time without a break, all of it inside its range and outside of blacked-out days.
 * 4. A range belongs to the day on which it begins, a start to the day on which it lies.
 * 5. A whole day needs a range of any hours that begins on it, and runs from its first instant to the next day's first.
 */
export function startsOfDay(rules: StartRules, dayNumber: number): DayStarts {
  const fromMs = startOfDay(rules.clock, dayNumber);
  const toMs = startOfDay(rules.clock, dayNumber + 1);
  const ranges = rangesOf(rules.hours, dayNumber);
  if (rules.kind === 'day') {
    return { startsAtMs: ranges.length > 0 && fromMs < toMs ? [fromMs] : [], serviceMs: toMs - fromMs };
  }
  const startsAtMs: number[] = [];
  if (!isBlackedOut(rules.hours, dayNumber)) {
    const bounds = { fromMs, toMs, closesMs: firstBlackoutAfter(rules, dayNumber) };
    for (const range of rangesOf(rules.hours, dayNumber - 1)) {
      if (range.endMinute > dayMinutes) addStartsOfRange(startsAtMs, rules, dayNumber - 1, range, bounds);
    }
    for (const range of ranges) addStartsOfRange(startsAtMs, rules, dayNumber, range, bounds);
  }
  return { startsAtMs: inOrderOnce(startsAtMs), serviceMs: rules.durationMs };
}

/** The part of time that the starts are asked for, and the instant from which nothing may run any more. */
interface Bounds {
  readonly fromMs: number;
  readonly toMs: number;
  readonly closesMs: number;
}

function addStartsOfRange(starts: number[], rules: StartRules, dayNumber: number, range: MinuteRange, bounds: Bounds): void {
  const wallStartMs = dayNumber * dayMs + range.startMinute * minuteMs;
  const wallEndMs = dayNumber * dayMs + range.endMinute * minuteMs;
  const stretches = stretchesReading(rules.clock, wallStartMs, wallEndMs);
  for (let index = 0; index < stretches.length; index++) {
    const stretch = stretches[index] as Stretch;
    const openUntilMs = Math.min(endOfRun(stretches, index), bounds.closesMs);
    const fromMs = Math.max(stretch.fromMs, bounds.fromMs);
    const lastMs = Math.min(stretch.toMs - 1, bounds.toMs - 1, openUntilMs - rules.durationMs);
    const stepsBefore = Math.ceil((fromMs + stretch.offsetMs - wallStartMs) / rules.stepMs);
    const firstMs = wallStartMs + stepsBefore * rules.stepMs - stretch.offsetMs;
    for (let startMs = firstMs; startMs <= lastMs; startMs += rules.stepMs) starts.push(startMs);
  }
}

/** Where the range closes after a stretch: stretches that touch are one run, through which a service passes. */
function endOfRun(stretches: readonly Stretch[], index: number): number {
  let last = index;
  while (stretches[last + 1]?.fromMs === stretches[last]?.toMs) last++;
  return (stretches[last] as Stretch).toMs;
}

/** The next blacked-out day that a service could reach: a range ends at most two clock days after its own. */
function firstBlackoutAfter(rules: StartRules, dayNumber: number): number {
  for (let next = dayNumber + 1; next <= dayNumber + 2; next++) {
    if (isBlackedOut(rules.hours, next)) return startOfDay(rules.clock, next);
  }
  return Infinity;
}

/** Ranges may overlap, and a repeated hour shuffles even those that don't. */
function inOrderOnce(starts: number[]): number[] {
  for (let index = 1; index < starts.length; index++) {
    if ((starts[index - 1] as number) >= (starts[index] as number)) {
      return [...new Set(starts)].toSorted((a, b) => a - b);
    }
  }
  return starts;
}
