const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 12 * 3_600_000;

/**
 * How long to wait after the nth attempt at something that others have to answer: three times as long as before it, 12 hours at
 * most, and up to a tenth more or less, so that what failed together doesn't come back together.
 * @param random from 0 up to 1
 */
export function retryPauseMs(attempt: number, random = Math.random()): number {
  const pauseMs = Math.min(FIRST_PAUSE_MS * 3 ** (attempt - 1), LONGEST_PAUSE_MS);
  return Math.round(pauseMs * (0.9 + 0.2 * random));
}
