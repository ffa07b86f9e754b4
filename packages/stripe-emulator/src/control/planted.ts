import type { Chance } from './chance.ts';

/** Something planted that strikes a number of times, or each time by chance. */
export interface Planted {
  /** How often it still strikes; null for as long as it is planted. */
  readonly times: number | null;
  /** Null when it strikes each time. */
  readonly chance: Chance | null;
}

/** What has been planted, in order; in memory only. */
export class PlantedFaults<F extends Planted> {
  #planted: F[] = [];

  plant(fault: F): void {
    this.#planted.push(fault);
  }

  clear(): void {
    this.#planted = [];
  }

  list(): object[] {
    return this.#planted.map((fault) => ({ ...fault, chance: fault.chance?.probability ?? null, seed: fault.chance?.seed ?? null }));
  }

  /** The first that matches and strikes, used up by it. */
  takeFirst(matches: (fault: F) => boolean): F | null {
    const index = this.#planted.findIndex((fault) => matches(fault) && (fault.chance?.strikes() ?? true));
    const fault = this.#planted[index];
    if (fault === undefined) return null;
    if (fault.times === null) return fault;
    if (fault.times > 1) this.#planted[index] = { ...fault, times: fault.times - 1 };
    else this.#planted.splice(index, 1);
    return fault;
  }
}
