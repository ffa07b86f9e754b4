import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortAscending } from './sort-ascending.ts';

test('sorts any numbers as a typed array does', () => {
  const numbers = fc.array(fc.double({ noNaN: true }).map((value) => value + 0), { maxLength: 500 });
  fc.assert(
    fc.property(numbers, (values) => {
      expect(sortAscending([...values])).toEqual([...new Float64Array(values).toSorted()]);
    }),
  );
});

test('sorts in place', () => {
  const values = [3, 1, 2];
  expect(sortAscending(values)).toBe(values);
  expect(values).toEqual([1, 2, 3]);
});
