import type { TenantQuestion } from '@mais/contract';
import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import { linkedPackages } from './package-links-repository.ts';

export type QuestionFields = Omit<TenantQuestion, 'id' | 'version' | 'slug' | 'kind' | 'maxLength'> & { readonly maxLength: number | null };

export async function listTenantQuestions(tx: TenantTx): Promise<TenantQuestion[]> {
  return await tx.sql<TenantQuestion[]>`select ${columns(tx)} from custom_fields where tenant_id = ${tx.tenantId} order by position, slug`;
}

export async function findQuestion(tx: TenantTx, slug: string): Promise<TenantQuestion | null> {
  const [row] = await tx.sql<TenantQuestion[]>`select ${columns(tx)} from custom_fields where tenant_id = ${tx.tenantId} and slug = ${slug}`;
  return row ?? null;
}

/** The same under its row's lock. */
export async function findQuestionForUpdate(tx: TenantTx, slug: string): Promise<TenantQuestion | null> {
  await tx.sql`select id from custom_fields where tenant_id = ${tx.tenantId} and slug = ${slug} for update`;
  return findQuestion(tx, slug);
}

/** Under a lock of the tenant's row, so that of two who add one each the second sees the first. */
export async function countActiveQuestions(tx: TenantTx): Promise<number> {
  await tx.sql`select tenants.id from tenants where tenants.id = ${tx.tenantId} for no key update`;
  const [row] = await tx.sql<{ count: number }[]>`select count(*)::int as count from custom_fields where tenant_id = ${tx.tenantId} and active`;
  return row?.count ?? 0;
}

/** @returns false when another one has the slug */
export async function insertQuestion(tx: TenantTx, { id, slug, kind }: Pick<TenantQuestion, 'id' | 'slug' | 'kind'>, fields: QuestionFields): Promise<boolean> {
  const inserted = await tx.sql`insert into custom_fields ${tx.sql({ tenant_id: tx.tenantId, id, slug, kind, ...stored(tx, fields) })} on conflict (tenant_id, slug) do nothing`;
  return inserted.count > 0;
}

export async function updateQuestion(tx: TenantTx, id: string, fields: QuestionFields): Promise<void> {
  await tx.sql`update custom_fields set ${tx.sql(stored(tx, fields))} where tenant_id = ${tx.tenantId} and id = ${id}`;
}

export async function deleteQuestion(tx: TenantTx, id: string): Promise<void> {
  await tx.sql`delete from custom_fields where tenant_id = ${tx.tenantId} and id = ${id}`;
}

function stored({ sql }: TenantTx, { about, label, help, required, options, maxLength, minimum, maximum, wholeNumber, packages, position, active }: QuestionFields) {
  return {
    entity: about, label, help, required, options: sql.json(options), max_length: maxLength, minimum, maximum, whole_number: wholeNumber, for_all_packages: packages === null, position, active,
  };
}

function columns(tx: TenantTx) {
  return tx.sql`
    id, version, slug, entity as about, kind, label, help, required, options, max_length, minimum, maximum, whole_number, position, active,
    ${linkedPackages(tx, 'question', 'custom_fields')} as packages`;
}
