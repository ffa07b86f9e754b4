// A moved booking is where it was moved to, and nowhere else.
import type { HistoryLine, Row, Violation } from './evidence.ts';
import { groupBy, type Indexed, text } from './index-evidence.ts';

type MovedLine = HistoryLine & { readonly kind: 'moved' };

export function checkMoves({ history, tables, bookings }: Indexed): Violation[] {
  const violations: Violation[] = [];
  const lines = groupBy(history.filter((line): line is MovedLine => line.kind === 'moved'), ({ bookingId }) => bookingId);
  const moves = groupBy(tables.booking_transitions.filter(isMove), (move) => text(move['booking_id']));
  for (const line of history) {
    const row = line.kind === 'booked' ? bookings.get(line.bookingId) : undefined;
    if (line.kind !== 'booked' || row === undefined) continue;
    const own = lines.get(line.bookingId) ?? [];
    const at = Date.parse(text(row['starts_at']));
    const places = [line, ...own].map(({ startsAt }) => Date.parse(startsAt));
    if (!places.includes(at)) violations.push({ kind: 'moved_elsewhere', what: `booking ${line.bookingId} takes place at ${text(row['starts_at'])}, where nobody put it` });
  }
  for (const [id, row] of bookings) {
    const made = moves.get(id) ?? [];
    const acknowledged = (lines.get(id) ?? []).filter(({ wasAcknowledged }) => wasAcknowledged);
    if (made.length !== Number(row['times_moved'])) violations.push({ kind: 'move_lost', what: `booking ${id} was moved ${made.length} times, and counts ${String(row['times_moved'])}` });
    if (acknowledged.length > 0 && made.length === 0) violations.push({ kind: 'move_lost', what: `${acknowledged[0]?.who} was told that booking ${id} was moved, and it never was` });
    const last = (lines.get(id) ?? []).at(-1);
    // Where each was answered, one after the other, the last one holds.
    if (last?.totalMinor !== null && last !== undefined && acknowledged.length === 1 && lines.get(id)?.length === 1 && made.length === 1 && last.totalMinor !== row['total_minor']) {
      violations.push({ kind: 'move_changed', what: `booking ${id} was moved for ${last.totalMinor} and costs ${String(row['total_minor'])}` });
    }
  }
  return violations;
}

function isMove(move: Row): boolean {
  return move['from_status'] === 'confirmed' && move['to_status'] === 'confirmed';
}
