import type { TenantTx } from '../platform/db/with-tenant.ts';
import { newId } from '../platform/ids.ts';
import type { SampleQuestion, SampleTenant } from './sample-tenant.ts';

const LONGEST = { text: 200, textarea: 2_000 } as const;

/** Inserts what a sample tenant asks; `packages` are ids by slug. */
export async function insertQuestions(tx: TenantTx, sample: SampleTenant, packages: ReadonlyMap<string, string>): Promise<void> {
  for (const [position, question] of (sample.questions ?? []).entries()) {
    const id = newId();
    await tx.sql`
      insert into custom_fields (tenant_id, id, slug, entity, kind, label, help, required, options, max_length, minimum, maximum, for_all_packages, position)
      values (${tx.tenantId}, ${id}, ${question.slug}, ${question.about ?? 'booking'}, ${question.kind}, ${question.label}, ${question.help ?? ''},
        ${question.required ?? false}, ${tx.sql.json((question.options ?? []).map(([value, label]) => ({ value, label })))}, ${maxLength(question)},
        ${question.minimum ?? null}, ${question.maximum ?? null}, ${question.packages === undefined}, ${position})`;
    for (const slug of question.packages ?? []) {
      const packageId = packages.get(slug);
      if (packageId === undefined) throw new Error(`the sample asks "${question.slug}" for "${slug}", which it doesn't have`);
      await tx.sql`insert into package_custom_fields (tenant_id, package_id, custom_field_id) values (${tx.tenantId}, ${packageId}, ${id})`;
    }
  }
}

function maxLength({ kind }: SampleQuestion): number | null {
  return kind === 'text' || kind === 'textarea' ? LONGEST[kind] : null;
}
