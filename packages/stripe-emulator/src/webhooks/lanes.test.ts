import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeliveryRecord } from '../store/records.ts';
import { Lanes } from './lanes.ts';

function delivery(id: string, lane: string, dueAtMs: number): DeliveryRecord {
  return { id, lane, dueAtMs, firstDueAtMs: dueAtMs, event: 'evt', endpoint: 'we', state: 'pending', attempts: 0, lastStatus: null, lastError: null };
}

test('each lane gives what is due, oldest first, whatever the order in which it became due', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ lane: fc.constantFrom('a', 'b'), due: fc.integer({ min: 0, max: 5 }) }), { maxLength: 30 }), fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }), (rows, times) => {
      const lanes = new Lanes();
      rows.forEach(({ lane, due }, index) => lanes.add(delivery(String(index), lane, due)));
      const now = [...times, 6].toSorted((a, b) => a - b);
      for (const time of now) lanes.admit(time);
      for (const lane of ['a', 'b']) {
        const taken: number[] = [];
        for (let id = lanes.take(lane); id !== null; id = lanes.take(lane)) taken.push(Number(id));
        expect(taken).toEqual(rows.flatMap((row, index) => (row.lane === lane ? [index] : [])));
      }
      expect(lanes.nextDueAtMs()).toBeNull();
    }),
  );
});

test('what waits for its next attempt comes back at its own place', () => {
  const lanes = new Lanes();
  for (const id of ['1', '2', '3']) lanes.add(delivery(id, 'a', 0));
  lanes.admit(0);
  expect(lanes.take('a')).toBe('1');
  lanes.add(delivery('1', 'a', 10));
  expect([lanes.nextDueAtMs(), lanes.take('a')]).toEqual([10, '2']);
  lanes.admit(10);
  expect([lanes.take('a'), lanes.take('a'), lanes.take('a')]).toEqual(['1', '3', null]);
});
