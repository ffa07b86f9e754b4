import type { AdvanceableClock } from '../clock.ts';
import type { DeliveryRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { Lanes } from './lanes.ts';
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

const LANE_REST_MS = 100;

/**
 * Sends queued deliveries to their endpoints until each was answered with 2xx.
 *
 * 1. A lane is one endpoint's share of one account's events. Its deliveries go out one at a time, oldest first.
 * 2. A delivery that failed waits for its next attempt and lets later ones pass, so that one bad event doesn't block the lane;
 *    the lane itself rests for a moment.
 * 3. What is pending lives in the store: a restart goes on where it stopped, at least once.
 */
export class Dispatcher {
  readonly #store: Store;
  readonly #clock: AdvanceableClock;
  readonly #options: DispatcherOptions;
  readonly #lanes = new Lanes();
  readonly #busy = new Set<Promise<void>>();
  readonly #occupied = new Set<string>();
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
    this.#lanes.admit(this.#clock.now());
    for (const lane of this.#lanes.names()) {
      if (this.#busy.size >= MAX_CONCURRENT) break;
      if (!this.#occupied.has(lane)) this.#startNext(lane);
    }
    this.#sleepUntilDue();
  }

  /** Stops sending; what is under way is cut off and will be sent again after a restart. */
  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#busy);
  }

  #enlist(delivery: DeliveryRecord): void {
    if (delivery.state === 'pending') this.#lanes.add(delivery);
    else this.#lanes.remove(delivery.id);
  }

  #startNext(lane: string): void {
    const delivery = this.#store.get('delivery', this.#lanes.take(lane) ?? '');
    if (delivery === undefined) return;
    this.#occupied.add(lane);
    const work = this.#occupy(lane, delivery).finally(() => this.#busy.delete(work));
    this.#busy.add(work);
  }

  async #occupy(lane: string, delivery: DeliveryRecord): Promise<void> {
    const taken = await this.#deliver(delivery);
    const free = (): void => {
      this.#occupied.delete(lane);
      this.wake();
    };
    // A lane whose endpoint refuses rests, so that a dead endpoint isn't called in a tight loop.
    if (taken) queueMicrotask(free);
    else setTimeout(free, Math.min(LANE_REST_MS, this.#options.retryDelaysMs[0] ?? 0)).unref();
  }

  /** Whether the endpoint took it. */
  async #deliver(delivery: DeliveryRecord): Promise<boolean> {
    const event = this.#store.get('event', delivery.event);
    const endpoint = this.#store.get('webhook_endpoint', delivery.endpoint);
    if (event === undefined || endpoint === undefined) {
      this.#record({ ...delivery, state: 'abandoned', lastError: 'its event or endpoint is gone' });
      return true;
    }
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(this.#options.timeoutMs)]);
    const outcome = await send(withPendingWebhooks(this.#store, event.object), endpoint, this.#clock.unadvanced(), signal);
    if (!this.#stop.signal.aborted) this.#record(this.#after(delivery, outcome));
    return outcome.error === null;
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
    const dueAtMs = this.#lanes.nextDueAtMs();
    if (dueAtMs === null) return;
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(dueAtMs - this.#clock.now(), 0), 60_000));
  }
}
