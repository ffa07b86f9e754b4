import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { ApiKeyId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/log.ts';
import { touchApiKey } from './tenant-repository.ts';
import { LRUCache } from 'lru-cache';

/** Fine enough to see whether a key is in use. */
const EVERY_MS = 60_000;

export interface KeyUses {
  /** Keeps when a key was last used; nobody waits for it. */
  note(scope: TenantScope, id: ApiKeyId): void;
}

export function createKeyUses(deps: { app: Sql; clock: Clock; log: Logger }): KeyUses {
  const noted = new LRUCache<ApiKeyId, number>({ max: 20_000 });
  return {
    note(scope, id) {
      const now = deps.clock.now();
      if (now.getTime() - (noted.get(id) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return;
      noted.set(id, now.getTime());
      withTenant(deps.app, scope, (tx) => touchApiKey(tx, id, now)).catch((error: unknown) => {
        deps.log.warn({ err: error, tenantId: scope.tenantId }, 'the use of a key could not be noted');
      });
    },
  };
}
