import { expect, test } from 'vitest';

import { createFormats } from '../../i18n/formats.ts';
import { groupByPartOfDay, withClockNames } from './slot-names.ts';

const reader = { formats: createFormats('en-GB') };

test('tells the two runs of a repeated hour apart', () => {
  const slots = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'].map(slot);
  expect(withClockNames(slots, 'Europe/Berlin', reader).map(({ name }) => name)).toEqual(['02:30 (GMT+2)', '02:30 (GMT+1)', '03:30']);
});

test('parts a long day into morning, afternoon and evening, and leaves a short one whole', () => {
  const times = [8, 9, 10, 12, 16, 17, 23].map((hour) => slot(`2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`));
  const named = withClockNames(times, 'UTC', reader);
  expect(groupByPartOfDay(named).map(({ part, slots }) => [part, slots.length])).toEqual([['morning', 3], ['afternoon', 2], ['evening', 2]]);
  expect(groupByPartOfDay(named.slice(1))).toHaveLength(1);
  expect(groupByPartOfDay([])).toEqual([]);
});

test('counts midnight as morning', () => {
  expect(withClockNames([slot('2026-11-20T00:00:00Z')], 'UTC', reader)[0]?.hour).toBe(0);
});

function slot(startsAt: string) {
  return { slot: { startsAt, endsAt: startsAt, remaining: 1 }, isGone: false };
}
