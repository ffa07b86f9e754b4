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
  /** Measures; tells of its progress through `say`. */
  run(say: (line: string) => void): Promise<Measurement[]>;
}
