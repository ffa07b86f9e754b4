import { readFile, writeFile } from 'node:fs/promises';

import type { Measurement } from '../benchmark.ts';
import type { MachineFacts } from './machine.ts';
import { renderTable } from './results-table.ts';

const page = new URL('../../../../docs/benchmarks.md', import.meta.url);
const begin = '<!-- written by pnpm bench: begin -->';
const end = '<!-- end -->';

/** Replaces the table in `docs/benchmarks.md`. */
export async function writeDocs(measurements: readonly Measurement[], machine: MachineFacts): Promise<void> {
  await writeFile(page, replaceTable(await readFile(page, 'utf8'), measurements, machine));
}

/**
 * The page with the new table between its two marks.
 * @throws when a mark is missing
 */
export function replaceTable(text: string, measurements: readonly Measurement[], machine: MachineFacts): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`docs/benchmarks.md has lost its marks "${begin}" and "${end}"`);
  const { processor, memory, node, postgres, day, load } = machine;
  const facts = `${day}: ${processor}, ${memory}; Node ${node}, PostgreSQL ${postgres}; load average ${load} before the start.`;
  return `${text.slice(0, from)}${begin}\n${facts}\n\n${renderTable(measurements)}\n${text.slice(to)}`;
}
