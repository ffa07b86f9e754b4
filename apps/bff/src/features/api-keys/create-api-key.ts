import type { ApiKeyCreated, KeyScope } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { InvalidRequestError } from '../../platform/errors.ts';
import { newId, type ApiKeyId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { generateApiKey, type ApiKeyKind } from '../tenants/index.ts';
import { insertApiKey } from './api-key-repository.ts';
import { presentApiKey } from './present-api-key.ts';

export interface NewApiKey {
  readonly kind: ApiKeyKind;
  readonly name: string;
  /** Those of whoever asks when left out. */
  readonly scopes?: readonly KeyScope[] | undefined;
}

/** Who makes a key: nobody can give away more than they have. */
export interface KeyMaker {
  readonly actor: string;
  readonly scopes: readonly KeyScope[];
  readonly requestId?: string | undefined;
  readonly now: Date;
}

/**
 * Makes a key of the transaction's mode.
 * @throws InvalidRequestError for scopes of a publishable key, or beyond the maker's own
 */
export async function createApiKey(tx: TenantTx, maker: KeyMaker, input: NewApiKey): Promise<ApiKeyCreated> {
  assertScopes(maker, input);
  const { key, hash, hint } = generateApiKey(input.kind, tx.livemode);
  const scopes = input.kind === 'secret' ? (input.scopes ?? maker.scopes) : [];
  const row = await insertApiKey(tx, { id: newId<ApiKeyId>(), kind: input.kind, name: input.name, hash, hint, scopes }, maker.now);
  await recordAudit(tx, {
    actor: maker.actor, action: 'api_key.created', entity: 'api_key', entityId: row.id,
    change: { kind: row.kind, name: row.name, scopes: [...row.scopes] }, requestId: maker.requestId, at: maker.now,
  });
  return { apiKey: presentApiKey(row), key };
}

function assertScopes(maker: KeyMaker, { kind, scopes = [] }: NewApiKey): void {
  if (kind === 'publishable' && scopes.length > 0) {
    throw new InvalidRequestError([{ pointer: '/scopes', detail: 'is for secret keys; a publishable key only says which tenant' }]);
  }
  const errors = scopes.flatMap((scope, index) =>
    maker.scopes.includes(scope) ? [] : [{ pointer: `/scopes/${index}`, detail: 'is a scope that the key of this request does not have' }]);
  if (errors.length > 0) throw new InvalidRequestError(errors);
}
