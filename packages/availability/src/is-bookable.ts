import { isInstant, toIsoDay } from './calendar-day.ts';
import { localDayNumberOf, type Span } from './local-day.ts';
import { findFreeUnits, type ResourceUnit } from './occupancy.ts';
import { holdsItsResources, isDayAtLimit, neededBy, offerOf, remainingAt, type Offer } from './offer.ts';
import type { AvailabilityQuery } from './query.ts';
import { startsOfDay, type DayStarts } from './starts-of-day.ts';
import { assertAvailabilityQuery } from './validate-query.ts';

/**
 * Why a start can't be booked; the first that applies, in this order: beyond the booking window, within the minimum
 * notice or past, offered but for a blackout, not a start of the rules at all, day at its limit, resources taken by
 * others, session without seats enough.
 */
export type UnbookableReason =
  | 'too_late'
  | 'too_soon'
  | 'blackout'
  | 'not_offered'
  | 'daily_limit'
  | 'taken'
  | 'not_enough_seats';

/** What to claim for a start, or why there is nothing to claim. */
export type Bookability =
  | {
      readonly ok: true;
      readonly dayLocal: string;
      readonly service: Span;
      /** the service with its buffers: the span to claim */
      readonly blocked: Span;
      /** free units or seats, before this booking */
      readonly remaining: number;
      /** a free unit of each resource; none for a session that holds its resources already */
      readonly units: readonly ResourceUnit[];
    }
  | { readonly ok: false; readonly reason: UnbookableReason };

/**
 * Decides whether a booking may start at an instant, by the same reading of the rules as listAvailability: whatever that
 * lists is ok here, and nothing else is. The days asked for by the query don't matter.
 * @throws InvalidAvailabilityQueryError listing everything that is wrong with the query
 */
export function isBookable(query: AvailabilityQuery, startsAtMs: number): Bookability {
  assertAvailabilityQuery(query);
  if (!isInstant(startsAtMs)) return { ok: false, reason: 'not_offered' };
  const dayNumber = localDayNumberOf(startsAtMs, query.timeZone);
  const offer = offerOf(query, dayNumber, dayNumber);
  const reason = reasonBeforeBookings(offer, dayNumber, startsAtMs);
  if (reason !== null) return { ok: false, reason };
  return claimAt(offer, toIsoDay(dayNumber), {
    startsAtMs: [startsAtMs],
    serviceMs: startsOfDay(offer, dayNumber).serviceMs,
  });
}

function reasonBeforeBookings(offer: Offer, dayNumber: number, startsAtMs: number): UnbookableReason | null {
  if (dayNumber > offer.lastDay) return 'too_late';
  if (startsAtMs < offer.earliestStartMs) return 'too_soon';
  if (startsOfDay(offer, dayNumber).startsAtMs.includes(startsAtMs)) {
    return isDayAtLimit(offer.query, toIsoDay(dayNumber)) ? 'daily_limit' : null;
  }
  const withoutBlackouts = { ...offer, hours: { ...offer.hours, blackouts: [] } };
  return startsOfDay(withoutBlackouts, dayNumber).startsAtMs.includes(startsAtMs) ? 'blackout' : 'not_offered';
}

function claimAt(offer: Offer, dayLocal: string, start: DayStarts): Bookability {
  const startsAtMs = start.startsAtMs[0] as number;
  const remaining = remainingAt(offer, start)[0] as number;
  const units = holdsItsResources(offer.sessions.get(startsAtMs))
    ? []
    : findFreeUnits(offer.occupancy, startsAtMs, start.serviceMs, offer.buffers);
  if (units === null) return { ok: false, reason: 'taken' };
  if (remaining < neededBy(offer.query)) return { ok: false, reason: 'not_enough_seats' };
  const endsAtMs = startsAtMs + start.serviceMs;
  return {
    ok: true,
    dayLocal,
    service: { startsAtMs, endsAtMs },
    blocked: { startsAtMs: startsAtMs - offer.buffers.beforeMs, endsAtMs: endsAtMs + offer.buffers.afterMs },
    remaining,
    units,
  };
}
