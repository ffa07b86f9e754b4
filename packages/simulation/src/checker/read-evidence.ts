import { readFile } from 'node:fs/promises';
import type postgres from 'postgres';

import { type Evidence, type HistoryLine, type StripeBooks, tableNames, type Tables } from './evidence.ts';

/** Reads every table whole, as the owner, whom row-level security doesn't bind; in one snapshot where `sql` is a transaction. */
export async function readTables(sql: postgres.ISql): Promise<Tables> {
  const tables: [string, unknown[]][] = [];
  for (const name of tableNames) {
    const rows = await sql.unsafe<{ row: unknown }[]>(`select to_jsonb(t) as row from ${name} as t`);
    tables.push([name, rows.map(({ row }) => row)]);
  }
  return Object.fromEntries(tables) as unknown as Tables;
}

/** @param emulator its address */
async function readBooks(emulator: string): Promise<StripeBooks[]> {
  const answer = await fetch(`${emulator}/_emulator/books`, { signal: AbortSignal.timeout(30_000) });
  if (!answer.ok) throw new Error(`the emulator answers ${answer.status} for its books`);
  return ((await answer.json()) as { data: StripeBooks[] }).data;
}

async function readHistory(file: string): Promise<HistoryLine[]> {
  const text = await readFile(file, 'utf8');
  return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as HistoryLine);
}

export async function readEvidence(from: { sql: postgres.ISql; emulator: string; historyFile: string; now: Date }): Promise<Evidence> {
  return { tables: await readTables(from.sql), books: await readBooks(from.emulator), history: await readHistory(from.historyFile), now: from.now };
}
