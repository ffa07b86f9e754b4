import { describe, expect, it } from 'vitest';
import type { Measurement } from '../benchmark.ts';
import { renderPlain, renderTable } from './results-table.ts';
import { replaceTable } from './write-docs.ts';

const met: Measurement = { name: 'cached GET', measured: '63000 answers/s', yardstick: '70000 answers/s', ratio: 0.9, budget: '≥ 0.8', passed: true };
const missed: Measurement = { name: 'slot engine', measured: '0.300 ms', yardstick: null, ratio: null, budget: '≤ 0.25 ms', passed: false };
const machine = { processor: '2 cores', memory: '8 GiB', node: '24.21.0', postgres: '18.4', day: '2026-11-20', load: '0.2' };

describe('the report', () => {
  it('says of every measurement whether its budget is met', () => {
    const lines = renderTable([met, missed]).split('\n');
    expect(lines[2]).toBe('| cached GET | 63000 answers/s | 70000 answers/s | 0.90 | ≥ 0.8 | met |');
    expect(lines[3]).toBe('| slot engine | 0.300 ms | – | – | ≤ 0.25 ms | **missed** |');
    expect(renderPlain([met, missed])).toMatch(/slot engine +0\.300 ms +– +– +≤ 0\.25 ms +missed$/);
  });

  it('replaces the table of the page and leaves the rest as it was', () => {
    const page = 'before\n<!-- written by pnpm bench: begin -->\nold\n<!-- end -->\nafter\n';
    const once = replaceTable(page, [met], machine);
    expect(once).toMatch(/^before\n/);
    expect(once).toMatch(/\nafter\n$/);
    expect(once).toContain('2026-11-20: 2 cores, 8 GiB; Node 24.21.0, PostgreSQL 18.4; load average 0.2 before the start.');
    expect(once).not.toContain('old');
    expect(replaceTable(once, [missed], machine)).toBe(replaceTable(page, [missed], machine));
    expect(() => replaceTable('no marks', [met], machine)).toThrow('lost its marks');
  });
});
