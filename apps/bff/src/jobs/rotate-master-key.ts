import { withTenant } from '../platform/db/with-tenant.ts';
import type { TenantId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { listTenantsToRewrap } from './due-work.ts';

export interface RotationOutcome {
  readonly rewrapped: number;
  /** Tenants whose data key neither master key opens. */
  readonly failed: readonly TenantId[];
}

/**
 * Wraps every data key with the current master key, a tenant a transaction. It may be stopped and run again, twice at once and
 * beside running replicas: what is wrapped already is left alone.
 * @param told after each batch, how many there are so far
 */
export async function rotateMasterKey(services: Pick<Services, 'app' | 'platform' | 'clock' | 'config' | 'secrets' | 'log'>, told: (rewrapped: number) => void): Promise<RotationOutcome> {
  const { app, platform, clock, config, secrets, log } = services;
  const failed: TenantId[] = [];
  let rewrapped = 0;
  let after: TenantId | null = null;
  for (;;) {
    const batch: TenantId[] = await listTenantsToRewrap(platform, config.masterKeys.current.id, after);
    if (batch.length === 0) return { rewrapped, failed };
    for (const tenantId of batch) {
      try {
        rewrapped += await withTenant(app, { tenantId, livemode: false }, (tx) => secrets.rewrapDataKeys(tx, clock.now()));
      } catch (error) {
        log.error({ tenantId, err: error }, 'a data key could not be wrapped anew');
        failed.push(tenantId);
      }
    }
    after = batch.at(-1) ?? null;
    told(rewrapped);
  }
}
