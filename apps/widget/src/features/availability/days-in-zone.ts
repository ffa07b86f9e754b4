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
  const slots = new Map<LocalDay, readonly Slot[]>();
  for (const part of [...days.values()].flatMap((day) => divided(day, timeZone))) {
    const before = slots.get(part.day);
    slots.set(part.day, before === undefined ? part.slots : inOrder([...before, ...part.slots]));
  }
  const names = new Set([...days.keys(), ...slots.keys()]);
  return new Map([...names].toSorted().map((day) => [day, regrouped(day, slots.get(day) ?? [], days.get(day)?.state)]));
}

/** By their start; the collation of a language, which `localeCompare` brings, is slow and means nothing here. */
export function inOrder<Timed extends { readonly startsAt: string }>(slots: readonly Timed[]): Timed[] {
  return slots.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0));
}

/** What of a tenant's day lies in one day of another zone. */
interface Part {
  readonly day: LocalDay;
  readonly slots: readonly Slot[];
}

const known = new Map<string, WeakMap<Day, readonly Part[]>>();

/** A tenant's day as another zone divides it. A day that has come from the server stays as it is, so each is divided once. */
function divided(day: Day, timeZone: string): readonly Part[] {
  const ofZone = known.get(timeZone) ?? new WeakMap<Day, readonly Part[]>();
  known.set(timeZone, ofZone);
  const parts = ofZone.get(day) ?? divide(inOrder(day.slots), dayFormat(timeZone));
  ofZone.set(day, parts);
  return parts;
}

function divide(slots: readonly Slot[], dayOf: (instant: string) => LocalDay): Part[] {
  const [first] = slots;
  const last = slots.at(-1);
  if (first === undefined || last === undefined) return [];
  const begins = dayOf(first.startsAt);
  // Nearly always: then nothing in between needs to be asked, which a browser takes its time to answer.
  if (begins === dayOf(last.startsAt)) return [{ day: begins, slots }];
  return [...groupByDay(slots, dayOf)].map(([day, ofDay]) => ({ day, slots: ofDay }));
}

/** By day, in the order that they come in; some browsers that we promise to run in have no `Map.groupBy`. */
export function groupByDay(slots: readonly Slot[], dayOf: (instant: string) => LocalDay): ReadonlyMap<LocalDay, Slot[]> {
  const groups = new Map<LocalDay, Slot[]>();
  for (const slot of slots) {
    const day = dayOf(slot.startsAt);
    const group = groups.get(day);
    if (group === undefined) groups.set(day, [slot]);
    else group.push(slot);
  }
  return groups;
}

/** The day of an instant in a zone. */
export function dayFormat(timeZone: string): (instant: string | number) => LocalDay {
  // Swedish writes dates as ISO does.
  const format = dateFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (instant) => format.format(new Date(instant));
}

function regrouped(day: LocalDay, slots: readonly Slot[], sameNamed: DayState | undefined): Day {
  if (slots.length > 0) return { day, state: 'available', slots: [...slots] };
  return { day, state: sameNamed === 'full' ? 'full' : 'closed', slots: [] };
}
