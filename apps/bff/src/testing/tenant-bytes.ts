import type { DatabaseWatcher } from './database-state.ts';
import type { FurnishedTenant } from './furnish-tenant.ts';

/** Below this a value is a word that anyone might use. */
const SHORTEST = 5;

/** What belongs to one tenant alone. */
export interface TenantBytes {
  /** Every text, id and key that stands in its rows, or was given out for them, and in nobody else's. */
  readonly values: readonly string[];
  /** Those that are UUIDs. */
  readonly ids: readonly string[];
}

/**
 * Collects what each tenant has to itself: every text, UUID and JSON leaf of all its rows, its keys, tokens and client
 * secrets, less what stands in another tenant's too, or in `neutral`, such as the API's own description.
 */
export async function collectTenantBytes(watcher: DatabaseWatcher, tenants: readonly FurnishedTenant[], neutral: string): Promise<Map<string, TenantBytes>> {
  const all = new Map<string, Set<string>>();
  for (const tenant of tenants) all.set(tenant.slug, new Set([...(await valuesOfRows(watcher, tenant)), ...secretsOf(tenant)]));
  return new Map([...all].map(([slug, values]) => {
    const others = [...all].flatMap(([other, texts]) => (other === slug ? [] : [...texts])).join('\n');
    const own = [...values].filter((value) => value.length >= SHORTEST && !isTime(value) && !others.includes(value) && !neutral.includes(value));
    return [slug, { values: own, ids: own.filter(isUuid) }];
  }));
}

/** What of a tenant's own stands in an answer. */
export function foreignBytes(bytes: TenantBytes, answer: string): string[] {
  return bytes.values.filter((value) => answer.includes(value));
}

async function valuesOfRows({ sql, listTenantTables }: DatabaseWatcher, tenant: FurnishedTenant): Promise<string[]> {
  const values: string[] = [];
  for (const { name, tenantColumn } of await listTenantTables()) {
    const columns = await sql<{ column: string }[]>`
      select attname as column from pg_attribute where attrelid = ${name}::regclass and attnum > 0 and not attisdropped
        and format_type(atttypid, null) in ('uuid', 'text', 'jsonb')`;
    const list = columns.map(({ column }) => `"${column}"`).join(', ');
    const rows = await sql.unsafe<object[]>(`select ${list} from "${name}" where "${tenantColumn}" = $1`, [tenant.scope.tenantId]);
    for (const row of rows) collectTexts(row, values);
  }
  return values;
}

function collectTexts(value: unknown, into: string[]): void {
  if (typeof value === 'string') into.push(value);
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) collectTexts(inner, into);
}

function secretsOf({ testKey, liveKey, origin, holds, bookings }: FurnishedTenant): string[] {
  const created = Object.values(bookings);
  const secrets = created.flatMap(({ token, payment }) => [token, ...(payment ? [payment.clientSecret, payment.paymentIntentId, payment.accountId] : [])]);
  return [testKey, liveKey, origin, ...Object.values(holds).map(({ token }) => token), ...secrets];
}

/** Times are everybody's. */
function isTime(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(value);
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}
