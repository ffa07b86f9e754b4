/** Tells the time. */
export interface Clock {
  now(): Date;
}

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  #nowMs: number;

  /** @param startsAt an instant, such as `2026-11-20T09:00:00Z` */
  constructor(startsAt: string | Date) {
    this.#nowMs = toMs(startsAt);
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  /** Moves the clock to an instant, forwards or back. */
  set(instant: string | Date): void {
    this.#nowMs = toMs(instant);
  }

  /** Moves the clock on by elapsed time. */
  advance(elapsedMs: number): void {
    this.#nowMs += elapsedMs;
  }
}

function toMs(instant: string | Date): number {
  const ms = new Date(instant).getTime();
  if (Number.isNaN(ms)) throw new Error(`Not an instant: ${String(instant)}`);
  return ms;
}
