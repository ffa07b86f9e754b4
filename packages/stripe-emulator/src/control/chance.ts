import { invalidRequest } from '../http/api-error.ts';
import type { Field } from '../http/parameters.ts';

/** Throws of dice that are the same for the same seed. */
export class Chance {
  readonly probability: number;
  readonly seed: number;
  #state: number;

  constructor(likelihood: number, seed: number) {
    this.probability = likelihood;
    this.seed = seed;
    this.#state = seed;
  }

  /** Whether it happens this time. */
  strikes(): boolean {
    return this.#next() < this.probability;
  }

  /** A whole number of the range, its ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.#next() * (high - low + 1));
  }

  /** Mulberry32: 32 bits of state, uniform enough for faults. @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** A seed for those who gave none; the answer tells it, so that the run can be repeated. */
export function anySeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

/** A number from 0 to 1. */
export function probability(): Field<number> {
  return {
    read(raw, path) {
      const value = typeof raw === 'string' && /^\d(\.\d+)?$/.test(raw) ? Number(raw) : Number.NaN;
      if (!(value >= 0 && value <= 1)) throw invalidRequest(`Invalid ${path}: must be a number from 0 to 1`, { param: path });
      return value;
    },
  };
}
