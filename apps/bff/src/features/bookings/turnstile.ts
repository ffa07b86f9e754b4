/**
 * Lets attempts at one thing through one at a time, and lets a refusal speak for all who already waited when the refused
 * attempt began: it looked at the database after each of them had asked. So a thousand clients at one slot cost a few
 * transactions and not a thousand. Nobody is refused on what was known before they came.
 */
export interface Turnstile<T> {
  /** @param key what is contended for */
  pass(key: string, visitor: Visitor<T>): Promise<T>;
}

export interface Visitor<T> {
  /** A refusal speaks for waiters of its own size and larger. */
  readonly size: number;
  /** Runs alone among those of the same key. */
  readonly attempt: () => Promise<T>;
  /** Asked before another's refusal is passed on: the answer that this visitor was given on an earlier try, if any. */
  readonly recall?: (() => Promise<T | null>) | undefined;
}

interface Waiter<T> extends Visitor<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

export function createTurnstile<T>(isRefusal: (error: unknown) => boolean): Turnstile<T> {
  const queues = new Map<string, Waiter<T>[]>();

  async function serve(key: string, queue: Waiter<T>[]): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const waitedBefore = new Set(queue);
      try {
        next.resolve(await next.attempt());
      } catch (error) {
        next.reject(error);
        if (isRefusal(error)) refuseAll(queue, waitedBefore, next.size, error);
      }
    }
    queues.delete(key);
  }

  return {
    pass(key, visitor) {
      return new Promise<T>((resolve, reject) => {
        const waiter = { ...visitor, resolve, reject };
        const queue = queues.get(key);
        if (queue) {
          queue.push(waiter);
          return;
        }
        const fresh = [waiter];
        queues.set(key, fresh);
        void serve(key, fresh);
      });
    },
  };
}

function refuseAll<T>(queue: Waiter<T>[], waitedBefore: ReadonlySet<Waiter<T>>, size: number, error: unknown): void {
  const refused = new Set(queue.filter((waiter) => waitedBefore.has(waiter) && waiter.size >= size));
  queue.splice(0, queue.length, ...queue.filter((waiter) => !refused.has(waiter)));
  for (const waiter of refused) void refuse(waiter, error);
}

async function refuse<T>(waiter: Waiter<T>, error: unknown): Promise<void> {
  try {
    const earlier = (await waiter.recall?.()) ?? null;
    if (earlier === null) waiter.reject(error);
    else waiter.resolve(earlier);
  } catch (failure) {
    waiter.reject(failure);
  }
}
