import type { Measurement } from '../benchmark.ts';

const columns = ['what', 'measured', 'yardstick', 'ratio', 'budget', ''] as const;

/** The measurements as a table in Markdown. */
export function renderTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map((one) => [
    one.name,
    one.measured,
    one.yardstick ?? '–',
    one.ratio === null ? '–' : one.ratio.toFixed(2),
    one.budget,
    one.passed ? 'met' : '**missed**',
  ]);
  return [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The same, aligned for a terminal. */
export function renderPlain(measurements: readonly Measurement[]): string {
  const rows = renderTable(measurements).replaceAll('**', '').split('\n').filter((_, index) => index !== 1).map((line) => line.slice(2, -2).split(' | '));
  const widths = columns.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}
