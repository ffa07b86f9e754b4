import { readFileSync } from 'node:fs';

/** Where the time comes from. */
export interface Clock {
  now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

/** The machine's clock, so many seconds ahead or, below 0, behind, where the whole stack is. */
export function offsetClock(seconds: number): Clock {
  return { now: () => new Date(Date.now() + seconds * 1000) };
}

/** A clock that moves while the process runs: so many milliseconds from `base` as the file says when the time is asked for. */
export function fileClock(file: string, base: Clock): Clock {
  return {
    now() {
      const offsetMs = Number(readFileSync(file, 'utf8'));
      if (!Number.isSafeInteger(offsetMs)) throw new Error(`${file} holds no whole number of milliseconds`);
      return new Date(base.now().getTime() + offsetMs);
    },
  };
}

/** The time inside the emulator, in milliseconds since the epoch. */
export interface MsClock {
  now(): number;
}

/** A clock that can be moved forward, so that a test needn't wait for what is due later. */
export class AdvanceableClock implements MsClock {
  readonly #base: Clock;
  #offsetMs: number;

  constructor(base: Clock, offsetMs = 0) {
    this.#base = base;
    this.#offsetMs = offsetMs;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  now(): number {
    return this.#base.now().getTime() + this.#offsetMs;
  }

  /** The time as the rest of the machine sees it. A signature made ahead of it would be refused by its receiver. */
  unadvanced(): number {
    return this.#base.now().getTime();
  }

  advance(ms: number): void {
    this.#offsetMs += ms;
  }
}

/** Stripe's timestamps are whole seconds. */
export function toUnixSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}
