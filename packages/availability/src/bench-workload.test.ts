import { expect, test } from 'vitest';
import { benchWorkloads } from './bench-workload.ts';
import { listAvailability } from './list-availability.ts';

test('the workloads are the same every time and leave something free and something taken', () => {
  expect(benchWorkloads()).toEqual(benchWorkloads());
  expect(benchWorkloads().map(({ query }) => query.busy.length)).toEqual([100, 1000]);
  for (const { query } of benchWorkloads()) {
    const { days } = listAvailability(query);
    const remaining = new Set(days.flatMap((day) => day.slots.map((slot) => slot.remaining)));
    expect(days).toHaveLength(31);
    expect([...remaining].toSorted()).toEqual([1, 2, 3, 4]);
  }
});
