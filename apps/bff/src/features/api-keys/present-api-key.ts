import type { ApiKey } from '@mais/contract';
import { knownScopes } from '../tenants/index.ts';
import type { ApiKeyRow } from './api-key-repository.ts';

export function presentApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    hint: row.hint,
    livemode: row.livemode,
    scopes: row.kind === 'secret' ? [...knownScopes(row.scopes)] : [],
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    successorId: row.successorId,
  };
}
