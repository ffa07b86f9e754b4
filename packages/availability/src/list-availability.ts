import { dayNumberOf, toIsoDay } from './calendar-day.ts';
import { startOfDay } from './local-day.ts';
import { isDayAtLimit, neededBy, offerOf, remainingAt, type Offer } from './offer.ts';
import type { Availability, AvailabilityQuery, AvailableSlot, DayAvailability, DayState } from './query.ts';
import { startsOfDay, type DayStarts } from './starts-of-day.ts';
import { assertAvailabilityQuery } from './validate-query.ts';

/**
 * Lists the local days asked for, each with its state and the starts that can be booked.
 * @throws InvalidAvailabilityQueryError listing everything that is wrong with the query
 */
export function listAvailability(query: AvailabilityQuery): Availability {
  assertAvailabilityQuery(query);
  const firstDay = dayNumberOf(query.fromDay);
  const lastDay = dayNumberOf(query.toDay);
  const offer = offerOf(query, firstDay, lastDay);
  const days: DayAvailability[] = [];
  for (let dayNumber = firstDay; dayNumber <= lastDay; dayNumber++) days.push(readDay(offer, dayNumber));
  return { days };
}

/**
 * Finds the first of the local days asked for on which something can be booked.
 * @returns the day as `YYYY-MM-DD`, or null when none has anything free
 * @throws InvalidAvailabilityQueryError listing everything that is wrong with the query
 */
export function findFirstAvailableDay(query: AvailabilityQuery): string | null {
  assertAvailabilityQuery(query);
  const firstDay = dayNumberOf(query.fromDay);
  const offer = offerOf(query, firstDay, dayNumberOf(query.toDay));
  const lastDay = Math.min(dayNumberOf(query.toDay), offer.lastDay);
  for (let dayNumber = firstDay; dayNumber <= lastDay; dayNumber++) {
    const day = readDay(offer, dayNumber);
    if (day.state === 'available') return day.dayLocal;
  }
  return null;
}

function readDay(offer: Offer, dayNumber: number): DayAvailability {
  const dayLocal = toIsoDay(dayNumber);
  if (startOfDay(offer.clock, dayNumber + 1) <= offer.query.nowMs) return { dayLocal, state: 'past', slots: [] };
  if (dayNumber > offer.lastDay) return { dayLocal, state: 'beyond_window', slots: [] };
  const starts = startsOfDay(offer, dayNumber);
  const state = stateBeforeBookings(offer, dayLocal, starts);
  if (state !== null) return { dayLocal, state, slots: [] };
  const slots = freeSlots(offer, starts);
  return { dayLocal, state: slots.length > 0 ? 'available' : 'full', slots };
}

/** The day's state where it doesn't take a look at what is free. */
function stateBeforeBookings(offer: Offer, dayLocal: string, starts: DayStarts): DayState | null {
  const lastStartMs = starts.startsAtMs.at(-1);
  if (lastStartMs === undefined) return 'closed';
  if (lastStartMs < offer.query.nowMs) return 'past';
  if (lastStartMs < offer.earliestStartMs) return 'notice';
  return isDayAtLimit(offer.query, dayLocal) ? 'full' : null;
}

function freeSlots(offer: Offer, starts: DayStarts): AvailableSlot[] {
  const remaining = remainingAt(offer, starts);
  const needed = neededBy(offer.query);
  const slots: AvailableSlot[] = [];
  for (let index = 0; index < remaining.length; index++) {
    const startsAtMs = starts.startsAtMs[index] as number;
    const left = remaining[index] as number;
    if (left >= needed && startsAtMs >= offer.earliestStartMs) {
      slots.push({ startsAtMs, endsAtMs: startsAtMs + starts.serviceMs, remaining: left });
    }
  }
  return slots;
}
