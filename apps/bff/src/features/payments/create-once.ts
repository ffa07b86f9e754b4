// Makes one thing at Stripe, whatever Stripe answered before.
//
// 1. A key of idempotency makes a repeated call harmless: after a crash, or beside another process, the same call gives the same thing.
// 2. Where a request had begun and ended in a 500, Stripe repeats that to its key for a day, and nobody knows by it whether the thing
//    was made. The first such answer is passed on: who tries again later gives Stripe the time to clear it up.
// 3. Who tries again gets the repeated one. The thing is looked for by its metadata; only where it isn't there, the next key is used.
// 4. Which keys there are, and in which order, hangs on the first alone. So whoever tries, and however often, walks the same ones, and
//    meets what was made under any of them.
import { callStripe, isKeyConflict, isReplayedFailure } from './provider-errors.ts';

/** As many as there can be of a day's tries: one that fails waits longer each time. */
const KEYS = 24;

export interface Making<T> {
  /** Looks for it at Stripe; null where it isn't there. */
  find(): Promise<T | null>;
  create(idempotencyKey: string): Promise<T>;
}

/** @throws PaymentProviderUnavailableError, PaymentsUnavailableError, or what Stripe refused */
export async function createOnce<T>(key: string, { find, create }: Making<T>): Promise<T> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await callStripe(() => create(turn === 1 ? key : `${key}-${turn}`));
    } catch (error) {
      // Other words under the same key, such as a renamed package's, say as little of what became of the first.
      if (turn === KEYS || !(isReplayedFailure(error) || isKeyConflict(error))) throw error;
      const found = await find();
      if (found !== null) return found;
    }
  }
}
