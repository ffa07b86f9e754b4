import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { listReferenceZones } from './zone-repository.ts';

/** The areas of the shared zones, by their slugs. */
export type ReferenceAreas = ReadonlyMap<string, readonly string[]>;

/** Zones that every tenant may refer to; remembered apart from what is a tenant's, once for all of them. */
export interface ReferenceZones {
  areas(): Promise<ReferenceAreas>;
}

/** They change with a release, if at all. */
const REMEMBER_MS = 10 * 60_000;

export function createReferenceZones(deps: { app: Sql; clock: Clock }): ReferenceZones {
  let known: { readonly areas: Promise<ReferenceAreas>; readonly untilMs: number } | null = null;

  async function load(): Promise<ReferenceAreas> {
    return new Map((await listReferenceZones(deps.app)).map(({ slug, areas }) => [slug, areas]));
  }

  return {
    areas() {
      const nowMs = deps.clock.now().getTime();
      if (known !== null && nowMs < known.untilMs) return known.areas;
      const entry = { areas: load(), untilMs: nowMs + REMEMBER_MS };
      known = entry;
      // What failed to load is asked for again by the next who comes.
      entry.areas.catch(() => {
        if (known === entry) known = null;
      });
      return entry.areas;
    },
  };
}
