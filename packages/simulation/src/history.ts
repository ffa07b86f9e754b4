import { appendFileSync, writeFileSync } from 'node:fs';

import type { HistoryLine } from './checker/evidence.ts';

/** What clients and tenants' servers saw, a line of JSON each, in the order in which they saw it. */
export interface History {
  readonly file: string;
  write(line: HistoryLine): void;
}

export function createHistory(file: string): History {
  writeFileSync(file, '');
  return { file, write: (line) => appendFileSync(file, `${JSON.stringify(line)}\n`) };
}
