import { dateFormat } from '@mais/ui/days';

import type { Reader } from '../../i18n/reader.ts';
import type { ShownSlot } from './month-view.ts';

export interface NamedSlot extends ShownSlot {
  /** its start on the clock */
  readonly name: string;
  readonly hour: number;
}

export type PartOfDay = 'morning' | 'afternoon' | 'evening';

/** Names slots by the clock. The hour that the clock shows twice in autumn gets its offset, or the two would look alike. */
export function withClockNames(slots: readonly ShownSlot[], timeZone: string, { formats }: Pick<Reader, 'formats'>): NamedSlot[] {
  const hourOf = dateFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  const names = slots.map(({ slot }) => formats.time(slot.startsAt, timeZone));
  return slots.map(({ slot, isGone }, index) => {
    const name = names[index] ?? '';
    const isTwice = names.indexOf(name) !== names.lastIndexOf(name);
    return { slot, isGone, name: isTwice ? `${name} (${formats.offset(slot.startsAt, timeZone)})` : name, hour: Number(hourOf.format(new Date(slot.startsAt))) };
  });
}

// Fewer than these are taken in at a glance.
const GROUPED_FROM = 7;

/** Parts a long list of times by the part of the day; a short one stays in one piece. */
export function groupByPartOfDay(slots: readonly NamedSlot[]): { part: PartOfDay; slots: NamedSlot[] }[] {
  if (slots.length < GROUPED_FROM) return slots.length === 0 ? [] : [{ part: 'morning', slots: [...slots] }];
  const parts: { part: PartOfDay; from: number; to: number }[] = [
    { part: 'morning', from: 0, to: 12 },
    { part: 'afternoon', from: 12, to: 17 },
    { part: 'evening', from: 17, to: 24 },
  ];
  return parts
    .map(({ part, from, to }) => ({ part, slots: slots.filter(({ hour }) => hour >= from && hour < to) }))
    .filter((group) => group.slots.length > 0);
}
