import { renameSync, writeFileSync } from 'node:fs';

/** The time of every process of a run, kept in a file that they read whenever they ask for it. It goes on by itself, and by jumps. */
export class VirtualClock {
  readonly file: string;
  #offsetMs: number;

  /** @param startsAt what the time is now */
  constructor(file: string, startsAt: Date) {
    this.file = file;
    this.#offsetMs = startsAt.getTime() - Date.now();
    this.#write();
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  advance(ms: number): void {
    this.#offsetMs += ms;
    this.#write();
  }

  /** Renamed into its place: nobody reads half a number. */
  #write(): void {
    writeFileSync(`${this.file}.new`, String(this.#offsetMs));
    renameSync(`${this.file}.new`, this.file);
  }
}
