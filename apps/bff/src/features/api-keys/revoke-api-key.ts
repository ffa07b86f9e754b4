import type { ApiKey } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { ApiKeyId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { findApiKeyForUpdate, revokeApiKeyRow } from './api-key-repository.ts';
import type { KeyMaker } from './create-api-key.ts';
import { ApiKeyNotFoundError } from './errors.ts';
import { presentApiKey } from './present-api-key.ts';

/**
 * Ends a key at once; twice is once. A key may revoke itself.
 * @throws ApiKeyNotFoundError
 */
export async function revokeApiKey(tx: TenantTx, maker: KeyMaker, id: ApiKeyId): Promise<ApiKey> {
  const before = await findApiKeyForUpdate(tx, id);
  if (!before) throw new ApiKeyNotFoundError();
  if (before.revokedAt !== null) return presentApiKey(before);
  await recordAudit(tx, { actor: maker.actor, action: 'api_key.revoked', entity: 'api_key', entityId: id, requestId: maker.requestId, at: maker.now });
  return presentApiKey(await revokeApiKeyRow(tx, id, maker.now));
}
