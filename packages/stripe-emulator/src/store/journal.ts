import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

/** One change: a record of a collection put, or removed when the value is null. */
export type Change = readonly [collection: string, key: string, value: unknown];

const CHUNK_BYTES = 1024 * 1024;
const COMPACT_AFTER_BYTES = 32 * CHUNK_BYTES;

/**
 * An append-only file of changes, one commit a line.
 *
 * 1. A commit is a single line, written before its request is answered, so killing the process loses nothing that was acknowledged.
 *    (It isn't synced to the disk: a power cut may lose the last commits.)
 * 2. A torn last line was never acknowledged, and is dropped on reading.
 * 3. Compaction writes the whole state to a second file and renames it over the first. It is due when as much was appended
 *    as the state itself takes, so that its cost stays in proportion.
 */
export class Journal {
  readonly #path: string;
  #fd: number;
  #stateBytes = 0;
  #appendedBytes = 0;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#fd = openSync(path, 'a');
  }

  get compactionDue(): boolean {
    return this.#appendedBytes > Math.max(COMPACT_AFTER_BYTES, this.#stateBytes);
  }

  append(changes: readonly Change[]): void {
    this.#appendedBytes += write(this.#fd, lineOf(changes));
  }

  /** Replaces the file by one that holds exactly these commits. */
  rewrite(commits: Iterable<readonly Change[]>): void {
    const temporary = `${this.#path}.new`;
    const fd = openSync(temporary, 'w');
    this.#stateBytes = 0;
    let chunk = '';
    for (const changes of commits) {
      chunk += lineOf(changes);
      if (chunk.length < CHUNK_BYTES) continue;
      this.#stateBytes += write(fd, chunk);
      chunk = '';
    }
    this.#stateBytes += write(fd, chunk);
    fsyncSync(fd);
    renameSync(temporary, this.#path);
    closeSync(this.#fd);
    this.#fd = fd;
    this.#appendedBytes = 0;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/**
 * Reads the commits of a journal in order; an absent file has none.
 * @throws Error for a file that is something else
 */
export function* readJournal(path: string): Generator<readonly Change[]> {
  if (!existsSync(path)) return;
  for (const line of completeLines(path)) yield parse(line, path);
}

/** Line by line, since a whole state may be longer than a string can be. What follows the last newline is torn. */
function* completeLines(path: string): Generator<string> {
  const fd = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let pieces: Buffer[] = [];
    for (let length = readSync(fd, chunk); length > 0; length = readSync(fd, chunk)) {
      let start = 0;
      for (let end = chunk.indexOf(10); end !== -1 && end < length; end = chunk.indexOf(10, start)) {
        yield Buffer.concat([...pieces, chunk.subarray(start, end)]).toString();
        pieces = [];
        start = end + 1;
      }
      pieces.push(Buffer.from(chunk.subarray(start, length)));
    }
  } finally {
    closeSync(fd);
  }
}

function parse(line: string, path: string): Change[] {
  try {
    return JSON.parse(line) as Change[];
  } catch (error) {
    throw new Error(`${path} is not a state of the Stripe emulator, or is damaged`, { cause: error });
  }
}

function lineOf(changes: readonly Change[]): string {
  return `${JSON.stringify(changes)}\n`;
}

function write(fd: number, text: string): number {
  const bytes = Buffer.from(text);
  appendFileSync(fd, bytes);
  return bytes.length;
}
