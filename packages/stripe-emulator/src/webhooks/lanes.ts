import type { DeliveryRecord } from '../store/records.ts';

interface Waiting {
  readonly id: string;
  readonly lane: string;
  /** Its place among all deliveries, oldest first. */
  readonly place: number;
  readonly dueAtMs: number;
}

/**
 * Which pending delivery goes next in each lane.
 * Those that are due stand in their lane, oldest first; those that aren't yet wait in one list by their time.
 * Nothing here walks over all that is pending, since a dead endpoint may leave tens of thousands.
 */
export class Lanes {
  readonly #ready = new Map<string, Waiting[]>();
  readonly #places = new Map<string, number>();
  #later: Waiting[] = [];
  #given = 0;

  /** Adds a pending delivery, or one that failed and waits for its next attempt. */
  add(delivery: DeliveryRecord): void {
    const place = this.#places.get(delivery.id) ?? (this.#given += 1);
    this.#places.set(delivery.id, place);
    insert(this.#later, { id: delivery.id, lane: delivery.lane, place, dueAtMs: delivery.dueAtMs }, 'dueAtMs');
  }

  /** Forgets a delivery that is over. */
  remove(id: string): void {
    this.#places.delete(id);
  }

  /** Moves what has become due into its lane. */
  admit(nowMs: number): void {
    const due = this.#later.findIndex((waiting) => waiting.dueAtMs > nowMs);
    const admitted = this.#later.splice(0, due === -1 ? this.#later.length : due);
    for (const waiting of admitted) {
      const lane = this.#ready.get(waiting.lane);
      if (lane === undefined) this.#ready.set(waiting.lane, [waiting]);
      else insert(lane, waiting, 'place');
    }
  }

  /** Lanes in which something is due. */
  names(): IterableIterator<string> {
    return this.#ready.keys();
  }

  /** Takes the oldest due delivery out of a lane. */
  take(lane: string): string | null {
    const ready = this.#ready.get(lane) ?? [];
    const first = ready.shift();
    if (ready.length === 0) this.#ready.delete(lane);
    return first?.id ?? null;
  }

  /** When the next delivery that isn't due yet will be. */
  nextDueAtMs(): number | null {
    return this.#later[0]?.dueAtMs ?? null;
  }
}

/** Inserts behind everything that is not greater. */
function insert(list: Waiting[], waiting: Waiting, by: 'dueAtMs' | 'place'): void {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.[by] ?? 0) <= waiting[by]) low = middle + 1;
    else high = middle;
  }
  list.splice(low, 0, waiting);
}
