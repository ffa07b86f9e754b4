import { describe, expect, it } from 'vitest';
import { alternate } from './alternate.ts';
import { median, percentile } from './statistics.ts';

describe('figures of a run', () => {
  it('takes the nearest rank: of 1,000 values the 990th is the p99', () => {
    const values = Array.from({ length: 1000 }, (_, index) => 1000 - index);
    expect(percentile(values, 0.99)).toBe(990);
    expect([percentile(values, 0), percentile(values, 1)]).toEqual([1, 1000]);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('takes the middle value whatever the order, and says when there is none', () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(() => median([])).toThrow('nothing');
  });

  it('compares round by round, so that a machine that slows down halfway changes neither side', async () => {
    const speeds = [1, 1, 10, 10, 10, 10, 2, 2, 2, 2];
    let turn = 0;
    const atSpeed = (rate: number) => async () => rate * (speeds[turn++] ?? 0);
    expect(await alternate(4, atSpeed(8), atSpeed(10))).toMatchObject({ ratio: 0.8 });
    expect(turn).toBe(speeds.length);
  });
});
