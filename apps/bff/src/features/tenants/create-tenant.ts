import type { Branding } from '@mais/contract';
import type { Sql } from '../../platform/db/connect.ts';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type TenantId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { generateApiKey, hashApiKey, keyHint, type ApiKeyKind } from './api-key.ts';
import { defaultBranding, type TenantStatus } from './tenant.ts';

export interface NewTenant {
  readonly slug: string;
  readonly name: string;
  readonly email: string;
  readonly country: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly status: TenantStatus;
  readonly commissionBps: number;
  readonly branding?: Partial<Branding>;
  readonly origins: readonly string[];
  /** A fixed key instead of a random one; for sample tenants, whose keys stand in documents. */
  readonly testPublishableKey?: string;
}

export interface CreatedTenant {
  readonly id: TenantId;
  /** In the clear, this once; only hashes are stored. */
  readonly keys: { readonly testPublishable: string; readonly livePublishable: string; readonly testSecret: string; readonly liveSecret: string };
}

/**
 * Creates a tenant with its four keys and its default resource.
 * @throws SlugTakenError when another tenant has the slug
 */
export async function createTenant(deps: { app: Sql; actor: string; now: Date }, input: NewTenant): Promise<CreatedTenant> {
  const id = newId<TenantId>();
  const { now } = deps;
  return withTenant(deps.app, { tenantId: id, livemode: false }, async (tx) => {
    await insertTenant(tx, input, now);
    for (const origin of input.origins) {
      await tx.sql`insert into tenant_origins (tenant_id, origin, created_at) values (${id}, ${origin}, ${now})`;
    }
    await tx.sql`insert into resources (tenant_id, id, name, is_default) values (${id}, ${newId()}, ${input.name}, true)`;
    await recordAudit(tx, { actor: deps.actor, action: 'tenant.created', entity: 'tenant', entityId: id, change: { slug: input.slug }, at: now });
    const keys = {
      testPublishable: await addKey(tx, 'publishable', false, now, input.testPublishableKey),
      livePublishable: await addKey(tx, 'publishable', true, now),
      testSecret: await addKey(tx, 'secret', false, now),
      liveSecret: await addKey(tx, 'secret', true, now),
    };
    return { id, keys };
  });
}

async function insertTenant(tx: TenantTx, input: NewTenant, now: Date): Promise<void> {
  const inserted = await tx.sql`
    insert into tenants (id, slug, name, email, country, currency, time_zone, locale, status, commission_bps, branding, created_at, updated_at)
    values (${tx.tenantId}, ${input.slug}, ${input.name}, ${input.email}, ${input.country}, ${input.currency}, ${input.timeZone},
      ${input.locale}, ${input.status}, ${input.commissionBps}, ${tx.sql.json({ ...defaultBranding, ...input.branding })}, ${now}, ${now})
    on conflict (slug) do nothing`;
  if (inserted.count === 0) throw new SlugTakenError(input.slug);
}

export class SlugTakenError extends Error {
  constructor(slug: string) {
    super(`Another tenant has the slug "${slug}" already; choose another one.`);
    this.name = 'SlugTakenError';
  }
}

async function addKey(tx: TenantTx, kind: ApiKeyKind, livemode: boolean, now: Date, fixed?: string): Promise<string> {
  const { key, hash, hint } = fixed === undefined ? generateApiKey(kind, livemode) : { key: fixed, hash: hashApiKey(fixed), hint: keyHint(fixed) };
  await tx.sql`
    insert into api_keys (tenant_id, id, kind, livemode, key_hash, hint, created_at)
    values (${tx.tenantId}, ${newId()}, ${kind}, ${livemode}, ${hash}, ${hint}, ${now})`;
  return key;
}
