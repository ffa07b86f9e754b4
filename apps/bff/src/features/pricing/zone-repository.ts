import type { Sql } from '../../platform/db/connect.ts';

export interface ReferenceZoneRow {
  readonly slug: string;
  readonly name: string;
  readonly country: string;
  readonly areas: readonly string[];
}

/** The shared zones, which belong to no tenant. */
export async function listReferenceZones(sql: Sql): Promise<ReferenceZoneRow[]> {
  return sql<ReferenceZoneRow[]>`select slug, name, country, areas from reference_zones order by country, slug`;
}
