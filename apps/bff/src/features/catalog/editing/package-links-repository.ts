// What is for all packages or for some, each kind in a table of its own: add-ons, questions, days that cost more.
import type { FieldError } from '@mais/contract';
import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import type { PackageId } from '../../../platform/ids.ts';

const links = {
  add_on: { table: 'package_add_ons', column: 'add_on_id' },
  question: { table: 'package_custom_fields', column: 'custom_field_id' },
} as const;

export type Linked = keyof typeof links;

/** The ids of the packages that are named, and what is wrong with the names. */
export async function findNamedPackages(tx: TenantTx, slugs: readonly string[]): Promise<{ readonly ids: readonly PackageId[]; readonly errors: readonly FieldError[] }> {
  const rows = await tx.sql<{ id: PackageId; slug: string }[]>`select id, slug from packages where tenant_id = ${tx.tenantId} and slug = any(${tx.sql.array([...slugs], 25)})`;
  const known = new Set(rows.map(({ slug }) => slug));
  return { ids: rows.map(({ id }) => id), errors: slugs.flatMap((slug, index) => (known.has(slug) ? [] : [{ pointer: `/packages/${index}`, detail: 'is no package of yours' }])) };
}

/** Makes it for these packages and no others. */
export async function replaceLinks(tx: TenantTx, kind: Linked, id: string, packageIds: readonly PackageId[]): Promise<void> {
  const { table, column } = links[kind];
  await tx.sql`delete from ${tx.sql(table)} where tenant_id = ${tx.tenantId} and ${tx.sql(column)} = ${id}`;
  await tx.sql`
    insert into ${tx.sql(table)} (tenant_id, ${tx.sql(column)}, package_id)
    select ${tx.tenantId}, ${id}, package_id from unnest(${tx.sql.array([...packageIds], 25)}::uuid[]) as package_id`;
}

/** As a column: null for what is for all packages, else the slugs of its own, in their order. */
export function linkedPackages({ sql, tenantId }: TenantTx, kind: Linked, ownTable: string) {
  const { table, column } = links[kind];
  return sql`case when ${sql(ownTable)}.for_all_packages then null else array(
    select packages.slug from ${sql(table)} as link join packages on packages.tenant_id = link.tenant_id and packages.id = link.package_id
    where link.tenant_id = ${tenantId} and link.${sql(column)} = ${sql(ownTable)}.id order by packages.position, packages.slug) end`;
}
