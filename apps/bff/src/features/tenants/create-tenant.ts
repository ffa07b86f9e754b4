import type { Sql } from '../../platform/db/connect.ts';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type TenantId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { generateApiKey, hashApiKey, keyHint, type ApiKeyKind } from './api-key.ts';
import { insertOrigin } from './origin-repository.ts';
import type { NewTenant } from './tenant.ts';
import { insertApiKey, insertDefaultResource, insertTenant } from './tenant-repository.ts';

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
    if (!(await insertTenant(tx, input, now))) throw new SlugTakenError(input.slug);
    for (const origin of input.origins) await insertOrigin(tx, { id: newId(), origin, createdAt: now });
    await insertDefaultResource(tx, input.name);
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

export class SlugTakenError extends Error {
  constructor(slug: string) {
    super(`Another tenant has the slug "${slug}" already; choose another one.`);
    this.name = 'SlugTakenError';
  }
}

async function addKey(tx: TenantTx, kind: ApiKeyKind, livemode: boolean, now: Date, fixed?: string): Promise<string> {
  const { key, hash, hint } = fixed === undefined ? generateApiKey(kind, livemode) : { key: fixed, hash: hashApiKey(fixed), hint: keyHint(fixed) };
  await insertApiKey(tx, { kind, livemode, hash, hint }, now);
  return key;
}
