import { isBookable, localDayOf, type UnbookableReason } from '@mais/availability';
import type { CatalogPackage } from '../catalog/index.ts';
import { engineQuery, noOccupancy } from './engine-query.ts';
import { SlotNotOfferedError } from './errors.ts';

/** The spans of a start: the service itself, and the same widened by the buffers. */
export interface StartSpans {
  readonly dayLocal: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly blockedStartsAt: Date;
  readonly blockedEndsAt: Date;
}

/**
 * Checks a start against the package's rules. Whether it is still free is for the claim to find out: nothing read before
 * the lock could tell.
 * @throws SlotNotOfferedError when the rules don't offer it
 */
export function checkStart(input: { item: CatalogPackage; timeZone: string; startsAt: Date; now: Date; partySize: number }): StartSpans {
  const { item, timeZone, startsAt, now, partySize } = input;
  const day = localDayOf(startsAt.getTime(), timeZone);
  const query = engineQuery({ item, timeZone, fromDay: day, toDay: day, now, partySize, occupancy: noOccupancy });
  const answer = isBookable(query, startsAt.getTime());
  if (!answer.ok) throw new SlotNotOfferedError(advice[answer.reason], answer.reason === 'not_enough_seats' ? '/partySize' : '/startsAt');
  return {
    dayLocal: answer.dayLocal,
    startsAt,
    endsAt: new Date(answer.service.endsAtMs),
    blockedStartsAt: new Date(answer.blocked.startsAtMs),
    blockedEndsAt: new Date(answer.blocked.endsAtMs),
  };
}

/** The spans of a start that was checked before, whatever the rules say today. */
export function blockedSpans(item: CatalogPackage, timeZone: string, service: { startsAt: Date; endsAt: Date }): StartSpans {
  const { bufferBeforeMinutes, bufferAfterMinutes } = item.rules;
  return {
    dayLocal: localDayOf(service.startsAt.getTime(), timeZone),
    startsAt: service.startsAt,
    endsAt: service.endsAt,
    blockedStartsAt: new Date(service.startsAt.getTime() - bufferBeforeMinutes * 60_000),
    blockedEndsAt: new Date(service.endsAt.getTime() + bufferAfterMinutes * 60_000),
  };
}

const advice: Record<UnbookableReason, string> = {
  too_late: 'It lies beyond the time that can be booked ahead; choose an earlier one.',
  too_soon: 'It is too soon to be booked; choose a later one.',
  blackout: 'Nothing takes place on that day; choose another one.',
  not_offered: 'Choose one of the times that GET /availability lists.',
  daily_limit: 'That day is fully booked; choose another one.',
  taken: 'It is taken; choose another one.',
  not_enough_seats: 'The party is larger than a session; choose a smaller one.',
};
