import type { Day } from '@mais/contract';
import { expect, test } from 'vitest';

import { fullDaysOf } from './full-days.ts';

test('lists the full days of a month that are to come', () => {
  const days = (['2027-06-30', '2027-06-03', '2027-07-01', '2027-06-10', '2027-06-11'] as const).map((day): Day => ({ day, state: day === '2027-06-11' ? 'closed' : 'full', slots: [] }));
  expect(fullDaysOf({ days: new Map(days.map((day) => [day.day, day])), today: '2027-06-10' }, '2027-06')).toEqual(['2027-06-10', '2027-06-30']);
});
