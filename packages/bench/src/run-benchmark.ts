import type { Benchmark, Measurement } from './benchmark.ts';
import { startBenchStack } from './stack/bench-stack.ts';
import { startHelper } from './stack/helper-process.ts';

/** What came of a benchmark. */
export interface BenchmarkRun {
  readonly measurements: readonly Measurement[];
  /** the version of the database that it used; null when it used none */
  readonly postgres: string | null;
}

/**
 * Runs a benchmark and stops everything that it has started, the last first.
 * @throws what the benchmark threw, and when an answer or a row wasn't as it must be
 */
export async function runBenchmark(benchmark: Benchmark, say: (line: string) => void): Promise<BenchmarkRun> {
  const started: (() => Promise<void>)[] = [];
  let postgres: string | null = null;
  try {
    const measurements = await benchmark.run({
      say,
      async startStack() {
        const stack = await startBenchStack();
        started.push(() => stack.close());
        postgres = stack.postgresVersion;
        return stack;
      },
      startHelper(script) {
        const helper = startHelper<never, never>(script);
        started.push(() => helper.stop());
        return helper;
      },
    });
    return { measurements, postgres };
  } finally {
    for (const stop of started.toReversed()) await stop();
  }
}
