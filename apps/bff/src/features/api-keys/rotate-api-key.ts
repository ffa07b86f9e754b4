import type { ApiKeyCreated } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { ApiKeyId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { knownScopes } from '../tenants/index.ts';
import { findApiKeyForUpdate, replaceApiKey } from './api-key-repository.ts';
import { createApiKey, type KeyMaker } from './create-api-key.ts';
import { ApiKeyNotActiveError, ApiKeyNotFoundError } from './errors.ts';

/**
 * Makes a key like this one; the old one works for a while longer, so that nothing stops while it is being replaced.
 * @throws ApiKeyNotFoundError, ApiKeyNotActiveError; InvalidRequestError for a key with more scopes than the maker has
 */
export async function rotateApiKey(tx: TenantTx, maker: KeyMaker, input: { id: ApiKeyId; overlapHours: number }): Promise<ApiKeyCreated> {
  const old = await findApiKeyForUpdate(tx, input.id);
  if (!old) throw new ApiKeyNotFoundError();
  const isOver = old.revokedAt !== null || old.successorId !== null || (old.expiresAt !== null && old.expiresAt <= maker.now);
  if (isOver) throw new ApiKeyNotActiveError();
  const created = await createApiKey(tx, maker, { kind: old.kind, name: old.name === '' ? old.hint : old.name, scopes: old.kind === 'secret' ? knownScopes(old.scopes) : undefined });
  const expiresAt = new Date(maker.now.getTime() + input.overlapHours * 3_600_000);
  await replaceApiKey(tx, old.id, { successorId: created.apiKey.id as ApiKeyId, expiresAt });
  await recordAudit(tx, {
    actor: maker.actor, action: 'api_key.rotated', entity: 'api_key', entityId: old.id,
    change: { successorId: created.apiKey.id, expiresAt: expiresAt.toISOString() }, requestId: maker.requestId, at: maker.now,
  });
  return created;
}
