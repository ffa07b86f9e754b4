// No two bookings overlap: counted from the bookings themselves, and from the claims that should have kept them apart.
import type { Row, Violation } from './evidence.ts';
import { groupBy, type Indexed, sum, text } from './index-evidence.ts';

/** States in which a booking takes its time. */
const taking = new Set(['confirmed', 'completed', 'no_show']);

export function checkOverlaps(evidence: Indexed): Violation[] {
  return [...checkUnits(evidence), ...checkSeats(evidence), ...checkClaims(evidence)];
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly what: string;
}

/** Each booking takes one unit of each resource of its package; all seats of one departure together take one. */
function checkUnits({ tables }: Indexed): Violation[] {
  const kinds = new Map(tables.packages.map((item) => [text(item['id']), text(item['kind'])]));
  const sold = tables.bookings.filter((booking) => taking.has(text(booking['status'])));
  const violations: Violation[] = [];
  for (const resource of tables.resources) {
    const packages = new Set(tables.package_resources.filter((row) => row['resource_id'] === resource['id']).map((row) => text(row['package_id'])));
    const mine = sold.filter((booking) => packages.has(text(booking['package_id'])));
    const departures = new Map<string, Span>();
    const spans: Span[] = [];
    for (const booking of mine) {
      const span = spanOf(booking, 'blocked_starts_at', 'blocked_ends_at');
      if (kinds.get(text(booking['package_id'])) === 'session') departures.set(`${text(booking['package_id'])} ${text(booking['starts_at'])}`, span);
      else spans.push(span);
    }
    const crowd = mostAtOnce([...spans, ...departures.values()]);
    if (crowd.length > Number(resource['units'])) {
      violations.push({ kind: 'overlap', what: `${text(resource['name'])} has ${String(resource['units'])} units, and at once there are ${crowd.map(({ what }) => what).join(', ')}` });
    }
  }
  return violations;
}

function checkSeats({ tables }: Indexed): Violation[] {
  const violations: Violation[] = [];
  const sold = tables.bookings.filter((booking) => taking.has(text(booking['status'])));
  for (const item of tables.packages) {
    if (item['kind'] !== 'session') continue;
    const departures = groupBy(sold.filter((booking) => booking['package_id'] === item['id']), (booking) => text(booking['starts_at']));
    for (const [startsAt, bookings] of departures) {
      const seats = sum(bookings, (booking) => Number(booking['party_size']));
      if (seats > Number(item['seats'])) violations.push({ kind: 'overlap', what: `${text(item['slug'])} at ${startsAt} has ${String(item['seats'])} seats, and ${seats} are sold` });
    }
  }
  return violations;
}

/** A booking that was sold holds its time for good. */
function checkClaims({ tables }: Indexed): Violation[] {
  const violations: Violation[] = [];
  const kinds = new Map(tables.packages.map((item) => [text(item['id']), text(item['kind'])]));
  const claims = groupBy(tables.claims.filter((claim) => claim['hold_id'] !== null && isForGood(claim)), (claim) => text(claim['hold_id']));
  const seats = groupBy(tables.seat_claims.filter(isForGood), (claim) => text(claim['hold_id']));
  for (const booking of tables.bookings) {
    const isSession = kinds.get(text(booking['package_id'])) === 'session';
    const own = (isSession ? seats : claims).get(text(booking['hold_id'])) ?? [];
    const isTaking = taking.has(text(booking['status']));
    if (isTaking && own.length === 0) violations.push({ kind: 'time_not_kept', what: `booking ${text(booking['id'])} is ${text(booking['status'])}, and nothing keeps its time` });
    if (!isTaking && own.length > 0) violations.push({ kind: 'time_not_given_back', what: `booking ${text(booking['id'])} is ${text(booking['status'])}, and its time is kept for good` });
  }
  // Also where a booking was before it moved.
  const booked = new Set(tables.bookings.map((booking) => text(booking['hold_id'])));
  for (const hold of new Set([...claims.keys(), ...seats.keys()])) if (!booked.has(hold)) violations.push({ kind: 'time_not_given_back', what: `hold ${hold} is no booking's, and its time is kept for good` });
  for (const session of tables.sessions) {
    const claimed = sum(tables.seat_claims.filter((claim) => claim['session_id'] === session['id'] && claim['released_at'] === null), (claim) => Number(claim['seats']));
    if (claimed !== session['seats_claimed']) violations.push({ kind: 'seats_miscounted', what: `session ${text(session['id'])} counts ${String(session['seats_claimed'])} seats, and ${claimed} are claimed` });
  }
  return violations;
}

function isForGood(row: Row): boolean {
  return row['released_at'] === null && row['expires_at'] === null;
}

function spanOf(row: Row, from: string, to: string): Span {
  return { from: Date.parse(text(row[from])), to: Date.parse(text(row[to])), what: text(row['id']) };
}

/** The most spans that have a moment in common. */
function mostAtOnce(spans: readonly Span[]): Span[] {
  let most: Span[] = [];
  for (const { from } of spans) {
    const together = spans.filter((span) => span.from <= from && from < span.to);
    if (together.length > most.length) most = together;
  }
  return most;
}
