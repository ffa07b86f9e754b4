// A place is offered to one at a time; who took an offer has it, and no offer outlives its time.
import type { Row, Violation } from './evidence.ts';
import { groupBy, type Indexed, text } from './index-evidence.ts';

/** Clocks of two processes may differ by this much. */
const SLACK_MS = 1_000;

export function checkWaitlist({ tables, now }: Indexed): Violation[] {
  const violations: Violation[] = [];
  const bookingOfHold = new Map(tables.bookings.map((booking) => [text(booking['hold_id']), booking]));
  const offers = groupBy(tables.waitlist_offers, (offer) => text(offer['entry_id']));
  for (const offer of tables.waitlist_offers) {
    const id = text(offer['id']);
    const isOpen = offer['ended_at'] === null;
    if (isOpen && Date.parse(text(offer['expires_at'])) <= now.getTime()) violations.push({ kind: 'left_over', what: `offer ${id} is over and open` });
    // A booking that has moved since has another hold.
    const wasBooked = bookingOfHold.has(text(offer['hold_id'])) || tables.bookings.some(({ times_moved: times }) => times !== 0);
    if (offer['outcome'] === 'booked' && !wasBooked) violations.push({ kind: 'offer_untrue', what: `offer ${id} is said to be booked, and no booking has its hold` });
    if (offer['outcome'] !== 'booked' && bookingOfHold.has(text(offer['hold_id']))) violations.push({ kind: 'offer_untrue', what: `offer ${id} is ${text(offer['outcome'])}, and its hold is booked` });
  }
  for (const entry of tables.waitlist_entries) {
    const own = offers.get(text(entry['id'])) ?? [];
    const outcome = own.find((offer) => offer['ended_at'] !== null)?.['outcome'];
    if (own.length > 1) violations.push({ kind: 'offered_again', what: `waiting ${text(entry['id'])} got ${own.length} offers` });
    if (entry['status'] === 'waiting' && own.length > 0) violations.push({ kind: 'offer_untrue', what: `${text(entry['id'])} still waits, and was offered something` });
    if (entry['status'] === 'booked' && outcome !== 'booked') violations.push({ kind: 'offer_untrue', what: `${text(entry['id'])} is booked, and its offer isn't` });
    if (entry['status'] === 'waiting' && Date.parse(text(entry['ends_at'])) <= now.getTime() - 120_000) violations.push({ kind: 'left_over', what: `${text(entry['id'])} waits for a time that has come` });
  }
  return [...violations, ...checkPlaces(tables)];
}

/** Of a place of which there is one: whole days and times of their own. Seats are counted elsewhere. */
function checkPlaces(tables: Indexed['tables']): Violation[] {
  const single = new Set(tables.packages.filter(({ id, kind }) => kind !== 'session' && unitsOf(tables, text(id)) === 1).map(({ id }) => id));
  const holds = new Map(tables.holds.map((hold) => [text(hold['id']), hold]));
  const spans = tables.waitlist_offers.flatMap((offer) => {
    const hold = holds.get(text(offer['hold_id']));
    return hold === undefined || !single.has(hold['package_id']) ? [] : [{ offer, hold, from: Date.parse(text(offer['offered_at'])), to: endOf(offer) }];
  });
  return spans.flatMap((one, index) => spans.slice(index + 1)
    .filter((other) => other.hold['package_id'] === one.hold['package_id'] && other.hold['starts_at'] === one.hold['starts_at'] && one.from < other.to - SLACK_MS && other.from < one.to - SLACK_MS)
    .map((other) => ({ kind: 'offered_twice', what: `offers ${text(one.offer['id'])} and ${text(other.offer['id'])} are of the same place at the same time` })));
}

/** An offer is over with its time, also where nobody has written that down yet. */
function endOf(offer: Row): number {
  return Math.min(...[offer['ended_at'], offer['expires_at']].map((at) => Date.parse(text(at))).filter((at) => !Number.isNaN(at)));
}

function unitsOf(tables: Indexed['tables'], packageId: string): number {
  const ids = new Set(tables.package_resources.filter((row) => row['package_id'] === packageId).map((row) => row['resource_id']));
  return Math.min(...tables.resources.filter((resource: Row) => ids.has(resource['id'])).map((resource) => Number(resource['units'])));
}
