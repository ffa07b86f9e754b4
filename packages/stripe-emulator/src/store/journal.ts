import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One change: a record of a collection put, or removed when the value is null. */
export type Change = readonly [collection: string, key: string, value: unknown];

/**
 * An append-only file of changes, one commit a line.
 *
 * 1. A commit is a single line, written before its request is answered, so killing the process loses nothing that was acknowledged.
 *    (It isn't synced to the disk: a power cut may lose the last commits.)
 * 2. A torn last line was never acknowledged, and is dropped on reading.
 * 3. Compaction writes the whole state to a second file and renames it over the first.
 */
export class Journal {
  readonly #path: string;
  #fd: number;
  #sizeBytes = 0;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#fd = openSync(path, 'a');
  }

  /** Bytes appended since the last compaction. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  append(changes: readonly Change[]): void {
    const line = `${JSON.stringify(changes)}\n`;
    appendFileSync(this.#fd, line);
    this.#sizeBytes += line.length;
  }

  /** Replaces the file by one that holds exactly these commits. */
  rewrite(commits: Iterable<readonly Change[]>): void {
    const temporary = `${this.#path}.new`;
    const lines = Array.from(commits, (changes) => `${JSON.stringify(changes)}\n`).join('');
    const fd = openSync(temporary, 'w');
    writeFileSync(fd, lines);
    fsyncSync(fd);
    renameSync(temporary, this.#path);
    closeSync(this.#fd);
    this.#fd = fd;
    this.#sizeBytes = 0;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** Reads the commits of a journal in order; an absent file has none. */
export function* readJournal(path: string): Generator<readonly Change[]> {
  if (!existsSync(path)) return;
  const lines = readFileSync(path, 'utf8').split('\n');
  // What follows the last newline is either nothing or a torn commit.
  lines.pop();
  for (const line of lines) yield JSON.parse(line) as Change[];
}
