// A crowd that is refused asks first whether any of it has been answered before. Those who ask at the same moment ask together.
import { readWithTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { SealedBox } from '../../platform/crypto/sealed-box.ts';
import { openAnswer, type IdempotentRequest } from '../../platform/idempotency/idempotency.ts';
import { listIdempotencyKeys, type IdempotencyKeyRow } from '../../platform/idempotency/idempotency-repository.ts';

/**
 * The answer that was given to this very request before, if any; takes nothing.
 * @throws IdempotencyKeyReusedError when its key belongs to a different request
 */
export type RecallAnswer<T> = (scope: TenantScope, request: IdempotentRequest) => Promise<T | null>;

interface Batch {
  readonly keys: string[];
  readonly rows: Promise<ReadonlyMap<string, IdempotencyKeyRow>>;
}

export function createRecall<T>(app: Sql, box: SealedBox): RecallAnswer<T> {
  const gathering = new Map<string, Batch>();

  function join(scope: TenantScope, { operation, key }: IdempotentRequest): Batch {
    const group = `${scope.tenantId} ${scope.livemode} ${operation}`;
    const open = gathering.get(group);
    if (open) {
      open.keys.push(key);
      return open;
    }
    const keys = [key];
    const rows = Promise.resolve().then(async () => {
      gathering.delete(group);
      const [found] = await readWithTenant(app, scope, (tx) => [listIdempotencyKeys(tx, operation, keys)]);
      return new Map(found.map((row) => [row.key, row]));
    });
    const batch = { keys, rows };
    gathering.set(group, batch);
    return batch;
  }

  return async (scope, request) => {
    const row = (await join(scope, request).rows).get(request.key);
    return row ? openAnswer<T>(box, scope, request, row).answer : null;
  };
}
