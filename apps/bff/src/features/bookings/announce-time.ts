import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { PackageId } from '../../platform/ids.ts';
import type { BookingsContext } from './context.ts';

export interface TouchedTime {
  readonly packageId: PackageId;
  readonly blockedStartsAt: Date;
  readonly blockedEndsAt: Date;
}

/** Tells whoever looks at times, once the transaction has committed, that this one was taken or given back. */
export function announceTime(context: Pick<BookingsContext, 'live'>, tx: TenantTx, time: TouchedTime): void {
  const { tenantId, livemode } = tx;
  const { packageId, blockedStartsAt, blockedEndsAt } = time;
  tx.afterCommit(() => {
    context.live.announce({ tenantId, livemode, packageId, startsAtMs: blockedStartsAt.getTime(), endsAtMs: blockedEndsAt.getTime() });
  });
}
