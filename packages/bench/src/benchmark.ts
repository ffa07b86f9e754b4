import type { BenchStack } from './stack/bench-stack.ts';
import type { HelperProcess } from './stack/helper-process.ts';

/** One line of the table: what was measured, against what, and whether it is good enough. */
export interface Measurement {
  /** what is measured, in the field's words */
  readonly name: string;
  readonly measured: string;
  /** the same work without us, in the same run; null where the budget is a time */
  readonly yardstick: string | null;
  /** how the two compare, `measured ÷ yardstick`; null without a yardstick */
  readonly ratio: number | null;
  readonly budget: string;
  readonly passed: boolean;
}

/** A benchmark: a file of `benchmarks/`. */
export interface Benchmark {
  /** how it is chosen on the command line */
  readonly name: string;
  run(bench: Bench): Promise<Measurement[]>;
}

/** What a benchmark measures with. Whatever it starts is stopped when it is over. */
export interface Bench {
  /** Tells how it goes. */
  say(line: string): void;
  /** A database with tenants in it, and BFF processes on it, for this benchmark alone. */
  startStack(): Promise<BenchStack>;
  /** A process of our own, so that what it costs isn't paid by what is measured. */
  startHelper<Task extends object, Answer>(script: URL): HelperProcess<Task, Answer>;
}
