import type { AdvanceableClock } from '../clock.ts';
import type { DeliveryRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { withPendingWebhooks } from './pending-webhooks.ts';
import { send } from './send.ts';
import type { Outcome } from './send.ts';

export interface DispatcherOptions {
  /** Waits before the second, third … attempt; the last one repeats. */
  readonly retryDelaysMs: readonly number[];
  /** When to give up on an endpoint that doesn't answer with 2xx; Stripe does after three days. */
  readonly giveUpAfterMs: number;
  /** How long an endpoint may take to answer. */
  readonly timeoutMs: number;
}

/** Deliveries under way at any one time, over all lanes. */
const MAX_CONCURRENT = 16;

/**
 * Sends queued deliveries to their endpoints until each was answered with 2xx.
 *
 * 1. A lane is one endpoint's share of one account's events. Its deliveries go out one at a time, oldest first.
 * 2. A delivery that failed waits for its next attempt and lets later ones pass, so that one bad event doesn't block the lane.
 * 3. What is pending lives in the store: a restart goes on where it stopped, at least once.
 */
export class Dispatcher {
  readonly #store: Store;
  readonly #clock: AdvanceableClock;
  readonly #options: DispatcherOptions;
  readonly #lanes = new Map<string, Set<string>>();
  readonly #busy = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #held: boolean;

  constructor(store: Store, clock: AdvanceableClock, options: DispatcherOptions, held: boolean) {
    this.#store = store;
    this.#clock = clock;
    this.#options = options;
    this.#held = held;
    for (const delivery of store.all('delivery')) this.#enlist(delivery);
    store.watch('delivery', (delivery) => this.#enlist(delivery));
  }

  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.wake();
  }

  /** Starts whatever is due; call it after a commit. */
  wake(): void {
    if (this.#held || this.#stop.signal.aborted) return;
    for (const [lane, waiting] of this.#lanes) {
      if (this.#busy.size >= MAX_CONCURRENT) return;
      if (waiting.size > 0 && !this.#busy.has(lane)) this.#startNext(lane, waiting);
    }
    this.#sleepUntilDue();
  }

  /** Stops sending; what is under way is cut off and will be sent again after a restart. */
  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#busy.values());
  }

  #enlist(delivery: DeliveryRecord): void {
    const waiting = this.#lanes.get(delivery.lane) ?? new Set();
    if (delivery.state === 'pending') waiting.add(delivery.id);
    else waiting.delete(delivery.id);
    if (waiting.size > 0) this.#lanes.set(delivery.lane, waiting);
    else this.#lanes.delete(delivery.lane);
  }

  #startNext(lane: string, waiting: ReadonlySet<string>): void {
    const now = this.#clock.now();
    for (const id of waiting) {
      const delivery = this.#store.get('delivery', id);
      if (delivery === undefined || delivery.dueAtMs > now) continue;
      const work = this.#deliver(delivery).finally(() => {
        this.#busy.delete(lane);
        this.wake();
      });
      this.#busy.set(lane, work);
      return;
    }
  }

  async #deliver(delivery: DeliveryRecord): Promise<void> {
    const event = this.#store.get('event', delivery.event);
    const endpoint = this.#store.get('webhook_endpoint', delivery.endpoint);
    if (event === undefined || endpoint === undefined) {
      this.#record({ ...delivery, state: 'abandoned', lastError: 'its event or endpoint is gone' });
      return;
    }
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(this.#options.timeoutMs)]);
    const outcome = await send(withPendingWebhooks(this.#store, event.object), endpoint, this.#clock.unadvanced(), signal);
    if (!this.#stop.signal.aborted) this.#record(this.#after(delivery, outcome));
  }

  #after(delivery: DeliveryRecord, outcome: Outcome): DeliveryRecord {
    const attempts = delivery.attempts + 1;
    const tried = { ...delivery, attempts, lastStatus: outcome.status, lastError: outcome.error };
    if (outcome.error === null) return { ...tried, state: 'delivered' };
    const { retryDelaysMs, giveUpAfterMs } = this.#options;
    const now = this.#clock.now();
    if (now - delivery.firstDueAtMs > giveUpAfterMs) return { ...tried, state: 'abandoned' };
    return { ...tried, dueAtMs: now + (retryDelaysMs[attempts - 1] ?? retryDelaysMs.at(-1) ?? 1000) };
  }

  #record(delivery: DeliveryRecord): void {
    this.#store.put('delivery', delivery.id, delivery);
    this.#store.commit();
  }

  #sleepUntilDue(): void {
    clearTimeout(this.#timer);
    let earliest = Infinity;
    for (const [lane, waiting] of this.#lanes) {
      if (this.#busy.has(lane)) continue;
      for (const id of waiting) earliest = Math.min(earliest, this.#store.get('delivery', id)?.dueAtMs ?? Infinity);
    }
    if (earliest === Infinity) return;
    const waitMs = Math.min(Math.max(earliest - this.#clock.now(), 0), 60_000);
    this.#timer = setTimeout(() => this.wake(), waitMs);
  }
}
