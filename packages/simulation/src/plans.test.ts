import { expect, test } from 'vitest';

import { drawCustomers } from './clients/client-plan.ts';
import { drawFaults, faultKinds } from './faults/fault-plan.ts';
import { createRandom } from './random.ts';

test('a seed decides the same each time, and another one something else', () => {
  expect(plan(7)).toEqual(plan(7));
  expect(plan(8)).not.toEqual(plan(7));
});

test('whoever comes later changes nothing of those before', () => {
  expect(drawCustomers(7, 20, 4_000).slice(0, 12)).toEqual(drawCustomers(7, 12, 4_000));
});

test('without faults nothing goes wrong, and a single one always happens', () => {
  expect(drawFaults(7, [], 4_000)).toEqual({ kinds: [], kills: [], commits: [], stripeCalls: [], stripe: [], webhooks: [], tenantServers: 0, jumps: [] });
  expect(drawFaults(7, ['webhook-drops'], 4_000).webhooks).toHaveLength(1);
});

test('draws are spread evenly', () => {
  const random = createRandom(1, 'dice');
  const counts = new Map<number, number>();
  for (let throws = 0; throws < 6_000; throws += 1) {
    const eyes = random.between(1, 6);
    counts.set(eyes, (counts.get(eyes) ?? 0) + 1);
  }
  expect([...counts.keys()].toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(Math.min(...counts.values())).toBeGreaterThan(850);
});

function plan(seed: number) {
  return { customers: drawCustomers(seed, 12, 4_000), faults: drawFaults(seed, faultKinds, 4_000) };
}
