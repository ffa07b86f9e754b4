// `pnpm bench [--write] [name…]`: runs the benchmarks, prints the table, and ends with 1 when a budget is missed.
import { parseArgs } from 'node:util';

import type { Benchmark, Measurement } from './benchmark.ts';
import { cachedGet } from './benchmarks/cached-get.ts';
import { contention } from './benchmarks/contention.ts';
import { holdToBooking } from './benchmarks/hold-to-booking.ts';
import { rlsRead } from './benchmarks/rls-read.ts';
import { slotEngine } from './benchmarks/slot-engine.ts';
import { widget } from './benchmarks/widget.ts';
import { currentLoad, describeMachine } from './report/machine.ts';
import { renderPlain } from './report/results-table.ts';
import { writeDocs } from './report/write-docs.ts';
import { runBenchmark } from './run-benchmark.ts';

const benchmarks: readonly Benchmark[] = [slotEngine, cachedGet, holdToBooking, rlsRead, contention, widget];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { write: { type: 'boolean', default: false } }, allowPositionals: true });
  const chosen = chooseBenchmarks(positionals);
  if (values.write && chosen.length < benchmarks.length) throw new Error('--write goes with all benchmarks: the table is of one run on one machine.');
  const load = currentLoad();
  if (load > 1) console.log(`Load average ${load.toFixed(1)}: this machine is busy with something else, and the figures will show it.`);

  const measurements: Measurement[] = [];
  let postgres = 'unknown';
  for (const benchmark of chosen) {
    const run = await runBenchmark(benchmark, (line) => console.log(`${benchmark.name}: ${line}`));
    measurements.push(...run.measurements);
    postgres = run.postgres ?? postgres;
  }
  console.log(`\n${renderPlain(measurements)}`);
  if (values.write) await writeDocs(measurements, describeMachine(postgres, load));
  process.exitCode = measurements.every(({ passed }) => passed) ? 0 : 1;
}

/** @throws when there is no benchmark of a name */
function chooseBenchmarks(names: readonly string[]): readonly Benchmark[] {
  const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}.`);
  return names.length === 0 ? benchmarks : benchmarks.filter(({ name }) => names.includes(name));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
