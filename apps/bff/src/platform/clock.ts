import { readFileSync } from 'node:fs';

/** Where the time comes from, so that tests can set it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** The machine's clock, so many seconds ahead or, below 0, behind. */
export function offsetClock(seconds: number): Clock {
  return { now: () => new Date(Date.now() + seconds * 1000) };
}

/**
 * A clock that moves while processes run: `base`, so many milliseconds ahead or, below 0, behind as the file says when the time is asked for.
 * @throws when the file holds no whole number
 */
export function fileClock(file: string, base: Clock = systemClock): Clock {
  return {
    now() {
      const offsetMs = Number(readFileSync(file, 'utf8'));
      if (!Number.isSafeInteger(offsetMs)) throw new Error(`${file} holds no whole number of milliseconds`);
      return new Date(base.now().getTime() + offsetMs);
    },
  };
}
