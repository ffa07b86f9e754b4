import type { Day, DayState, Package, Slot } from '@mais/contract';
import { type LocalDay, dateFormat } from '@mais/ui/days';

/**
 * Sorts the tenant's days anew into the days of the zone that the customer reads. Slots are instants, so no other request is
 * needed; a whole day stays the tenant's, wherever one looks at it from.
 * @param days by the tenant's day
 * @returns by the day in `timeZone`
 */
export function daysInZone(
  days: ReadonlyMap<LocalDay, Day>,
  { kind, tenantZone, timeZone }: { kind: Package['kind']; tenantZone: string; timeZone: string },
): ReadonlyMap<LocalDay, Day> {
  if (kind === 'day' || timeZone === tenantZone) return days;
  const dayOf = dayFormat(timeZone);
  const slots = new Map<LocalDay, Slot[]>();
  for (const slot of [...days.values()].flatMap((day) => day.slots)) {
    const day = dayOf(slot.startsAt);
    slots.set(day, [...(slots.get(day) ?? []), slot]);
  }
  const names = new Set([...days.keys(), ...slots.keys()]);
  return new Map([...names].toSorted().map((day) => [day, regrouped(day, slots.get(day) ?? [], days.get(day)?.state)]));
}

/** The day of an instant in a zone. */
export function dayFormat(timeZone: string): (instant: string | number) => LocalDay {
  // Swedish writes dates as ISO does.
  const format = dateFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (instant) => format.format(new Date(instant));
}

function regrouped(day: LocalDay, slots: readonly Slot[], sameNamed: DayState | undefined): Day {
  if (slots.length > 0) return { day, state: 'available', slots: slots.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt)) };
  return { day, state: sameNamed === 'full' ? 'full' : 'closed', slots: [] };
}
