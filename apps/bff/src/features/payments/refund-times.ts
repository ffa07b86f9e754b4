const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Webhooks come within seconds, so news that is a minute late is asked for; then after twice as long each time, up to six hours. */
export function askAfterMs(tries: number): number {
  return Math.min(6 * HOUR_MS, MINUTE_MS * 2 ** Math.min(tries, 20));
}

/** When a refund that the customer's bank refused is made again; after the last one a person has to see to it. */
export const RETRY_AFTER_MS: readonly number[] = [HOUR_MS, 24 * HOUR_MS, 72 * HOUR_MS];
