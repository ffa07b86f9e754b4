// What a booking was sold for adds up.
import type { Violation } from './evidence.ts';
import { groupBy, type Indexed, sum, text } from './index-evidence.ts';

export function checkPrices({ tables }: Indexed): Violation[] {
  const violations: Violation[] = [];
  const lines = groupBy(tables.booking_line_items, (line) => text(line['booking_id']));
  for (const booking of tables.bookings) {
    const id = text(booking['id']);
    const total = Number(booking['total_minor']);
    const ofLines = sum(lines.get(id) ?? [], (line) => Number(line['amount_minor']));
    if (ofLines !== total) violations.push({ kind: 'price_wrong', what: `the lines of booking ${id} sum to ${ofLines}, its total is ${total}` });
    if (Number(booking['due_now_minor']) > total || total < 0) violations.push({ kind: 'price_wrong', what: `booking ${id} asks for ${String(booking['due_now_minor'])} of ${total}` });
  }
  return violations;
}
