import type { HoldListener } from '../bookings/index.ts';
import { recordEvent } from '../events/index.ts';
import { factsOf } from './entry.ts';
import { bookOfferOfHold, endOfferOfHold, enqueueIfAwaited, type DaySpan } from './waitlist-repository.ts';

const DAY_MS = 86_400_000;

/**
 * Ends the offer that is booked or ends with its hold, and has the time that came free offered to whoever waits. An offer that was
 * booked stays so when its booking isn't paid: whoever had it took it.
 */
export function createHoldListener(): HoldListener {
  return {
    holdBooked: bookOfferOfHold,
    async holdEnded(tx, hold, now) {
      const [entry] = await Promise.all([
        endOfferOfHold(tx, hold.id, { outcome: hold.status === 'released' ? 'passed' : 'expired', now }),
        enqueueIfAwaited(tx, daysAround(hold), now),
      ]);
      if (entry === null) return;
      const facts = { ...factsOf(entry), startsAt: hold.startsAt.toISOString() };
      await recordEvent(tx, { type: 'waitlist.passed', bookingId: null, subjectId: entry.id, data: { waitlistEntryId: entry.id, ...facts }, at: now });
    },
  };
}

/** In no zone's days: a little too many of them. A buffer, or another package on the same resource, reaches beyond the hold itself. */
function daysAround({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): DaySpan {
  return { fromDay: utcDay(startsAt.getTime() - 2 * DAY_MS), toDay: utcDay(endsAt.getTime() + 2 * DAY_MS) };
}

function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
