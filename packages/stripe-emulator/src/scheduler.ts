import type { MsClock } from './clock.ts';
import { newId } from './store/ids.ts';
import type { JobRecord, Task } from './store/records.ts';
import type { Store } from './store/store.ts';

/** Writes down a task to be done later; part of the commit of whatever asked for it. */
export function schedule(context: { readonly store: Store; readonly clock: MsClock }, task: Task, delayMs: number): void {
  const id = newId('job');
  context.store.put('job', id, { id, dueAtMs: context.clock.now() + delayMs, task });
}

/** Does what is due, when it is due; jobs live in the store, so a restart forgets none. */
export class Scheduler {
  readonly #store: Store;
  readonly #clock: MsClock;
  readonly #perform: (task: Task) => void;
  readonly #afterCommit: () => void;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param afterCommit called when tasks were done, so that what they queued goes on its way */
  constructor(store: Store, clock: MsClock, perform: (task: Task) => void, afterCommit: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#perform = perform;
    this.#afterCommit = afterCommit;
  }

  /** Runs the due jobs, each in a commit with its own removal, and sleeps until the next. */
  wake(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    let done = 0;
    for (let job = this.#next(); job !== null && job.dueAtMs <= this.#clock.now(); job = this.#next()) {
      done += 1;
      this.#store.delete('job', job.id);
      this.#perform(job.task);
      this.#store.commit();
    }
    if (done > 0) this.#afterCommit();
    const next = this.#next();
    if (next !== null) this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(next.dueAtMs - this.#clock.now(), 0), 60_000));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #next(): JobRecord | null {
    let earliest: JobRecord | null = null;
    for (const job of this.#store.all('job')) if (earliest === null || job.dueAtMs < earliest.dueAtMs) earliest = job;
    return earliest;
  }
}
