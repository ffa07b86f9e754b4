import { listAvailability } from '@mais/availability';
import { benchWorkloads } from '@mais/availability/bench-workload';

import type { Benchmark, Measurement } from '../benchmark.ts';
import { median } from '../statistics.ts';

const budgetsMs = [0.05, 0.25];

/** The pure part of availability: rules and bookings to slots, on one thread. */
export const slotEngine: Benchmark = {
  name: 'slot-engine',
  async run() {
    return benchWorkloads().map(({ name, query }, index): Measurement => {
      const budgetMs = budgetsMs[index];
      if (budgetMs === undefined) throw new Error(`"${name}" has no budget`);
      const elapsedMs = measure(() => listAvailability(query).days.length);
      return {
        name: `slot engine: ${name}`,
        measured: `${elapsedMs.toFixed(3)} ms`,
        yardstick: null,
        ratio: null,
        budget: `≤ ${budgetMs} ms`,
        passed: elapsedMs <= budgetMs,
      };
    });
  },
};

const batches = 41;
const batchMs = 25;

/** Milliseconds a call: the median of many batches, each long enough for the clock. */
function measure(work: () => number): number {
  let sink = 0;
  const timeCalls = (calls: number): number => {
    const startedAt = performance.now();
    for (let call = 0; call < calls; call += 1) sink += work();
    return performance.now() - startedAt;
  };
  // Until the compiler has done its work.
  for (const warmUpUntil = performance.now() + 500; performance.now() < warmUpUntil; ) timeCalls(10);
  const calls = Math.max(1, Math.round((batchMs * 100) / timeCalls(100)));
  const perCall = Array.from({ length: batches }, () => timeCalls(calls) / calls);
  // A result that nobody reads could be computed by nobody.
  if (sink === 0) throw new Error('the engine found no day');
  return median(perCall);
}
