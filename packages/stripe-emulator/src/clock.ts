/** Where the time comes from; milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that can be moved forward, so that a test needn't wait for what is due later. */
export class AdvanceableClock implements Clock {
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
    return this.#base.now() + this.#offsetMs;
  }

  /** The time as the rest of the machine sees it. A signature made ahead of it would be refused by its receiver. */
  unadvanced(): number {
    return this.#base.now();
  }

  advance(ms: number): void {
    this.#offsetMs += ms;
  }
}

/** Stripe's timestamps are whole seconds. */
export function toUnixSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}
