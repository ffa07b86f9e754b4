// `pnpm sim --seed 7 --runs 30`: the product with everything going wrong, then the checker's word on it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { watchStarter } from '@mais/local-stack';

import { type FaultKind, faultKinds } from './faults/fault-plan.ts';
import { runSeed, type SeedOptions, type SeedResult } from './run-seed.ts';
import { createTemplate, type Template } from './world/template.ts';
import { writeReport } from './write-report.ts';

const usage = `Usage: pnpm sim [--seed 1] [--runs 1] [--parallel 1] [--customers 12] [--duration 4000] [--faults all]
                [--seconds 0] [--keep]

  --seed       the first seed; the same one decides the same
  --runs       how many seeds, one after the other
  --parallel   how many of them beside each other
  --customers  how many of them a run has
  --duration   over how many milliseconds they come
  --faults     all, none, or some of ${faultKinds.join(', ')}
  --seconds    after so many no other seed is begun; 0 for no limit
  --keep       leave history and logs of a run that fails`;

const code = await main().catch((error: unknown) => {
  console.error(error);
  return 2;
});
// What a run that didn't end still waits for keeps nobody: its processes go with this one.
process.exit(code);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' }, runs: { type: 'string', default: '1' }, parallel: { type: 'string', default: '1' },
      customers: { type: 'string', default: '12' }, duration: { type: 'string', default: '4000' }, faults: { type: 'string', default: 'all' }, seconds: { type: 'string', default: '0' },
      keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const first = numberIn('seed', values.seed);
  const seeds = Array.from({ length: numberIn('runs', values.runs) }, (_, index) => first + index);
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort(new Error('it was interrupted'));
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  watchStarter(stop);
  const options: SeedOptions = { customers: numberIn('customers', values.customers), durationMs: numberIn('duration', values.duration), faults: faultsIn(values.faults), keep: values.keep, signal: interrupt.signal };
  const startedMs = performance.now();
  const secondsLeft = (): number => (numberIn('seconds', values.seconds) || Number.POSITIVE_INFINITY) - (performance.now() - startedMs) / 1_000;
  const folder = await mkdtemp(join(tmpdir(), 'mais-simulation-'));
  let template: Template | null = null;
  const results: SeedResult[] = [];
  try {
    const made = await createTemplate(folder, (line) => console.log(`… ${line}`), interrupt.signal);
    template = made;
    const waiting = [...seeds];
    await Promise.all(Array.from({ length: numberIn('parallel', values.parallel) }, async () => {
      while (waiting.length > 0 && secondsLeft() > 0 && !interrupt.signal.aborted) {
        const result = await runSeed(made, waiting.shift() ?? first, options);
        if (!interrupt.signal.aborted) results.push(tell(result));
      }
    }));
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
  } finally {
    await template?.close();
    const isKept = results.some((result) => result.folder !== null);
    if (!isKept) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const failed = results.filter(({ violations }) => violations.length > 0);
  const rest = seeds.length - results.length;
  console.log(`\n${results.length} runs${rest === 0 ? '' : ` of ${seeds.length}, the others were not begun in time`}, ${failed.length} with violations${failed.length === 0 ? '' : `: seeds ${failed.map(({ seed }) => seed).join(', ')}`}`);
  const report = process.env['TEST_REPORT'];
  if (report !== undefined && report !== '') await writeFile(report, JSON.stringify(writeReport(results)));
  return failed.length > 0 || results.length === 0 || interrupt.signal.aborted ? 1 : 0;
}

function tell(result: SeedResult): SeedResult {
  const { seed, counts, violations, seconds, parts, faults, folder } = result;
  const sums = Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(', ');
  console.log(`${violations.length === 0 ? '✓' : '✗'} seed ${seed}, ${seconds.toFixed(1)} s (${Object.entries(parts).map(([name, part]) => `${name} ${part.toFixed(1)}`).join(', ')}): ${sums}; ${faults.join(' ') || 'no faults'}`);
  for (const { kind, what } of violations.slice(0, 40)) console.log(`    ${kind}: ${what}`);
  if (folder !== null) console.log(`    history and logs are in ${folder}`);
  return result;
}

function numberIn(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} is not a whole number: ${text}`);
  return value;
}

function faultsIn(text: string): FaultKind[] {
  if (text === 'all') return [...faultKinds];
  if (text === 'none') return [];
  const names = text.split(',');
  const unknown = names.filter((name) => !(faultKinds as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`There is no fault ${unknown.join(', ')}.\n\n${usage}`);
  return names as FaultKind[];
}
