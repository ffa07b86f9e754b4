import type { Hold } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { HoldId } from '../../platform/ids.ts';
import type { BookingsContext } from './context.ts';
import { HoldExpiredError, HoldNotActiveError, HoldNotFoundError } from './errors.ts';
import { findHoldForUpdate } from './hold-repository.ts';
import { presentHold } from './hold.ts';

/**
 * A hold with its token, for whoever may go on with it; its row stays locked, so that it doesn't end meanwhile.
 * @throws HoldNotFoundError; HoldExpiredError; HoldNotActiveError when it has been booked or given back
 */
export async function getActiveHold(context: BookingsContext, tx: TenantTx, id: HoldId): Promise<Hold> {
  const now = context.clock.now();
  const { tenantId, livemode } = tx;
  const catalog = await context.catalogs.get({ tenantId, livemode });
  const hold = await findHoldForUpdate(tx, id);
  const item = catalog.packages.find((candidate) => candidate.id === hold?.packageId);
  if (!hold || !item) throw new HoldNotFoundError();
  if (hold.status === 'expired' || (hold.status === 'active' && hold.expiresAt <= now)) throw new HoldExpiredError();
  if (hold.status !== 'active') throw new HoldNotActiveError();
  return presentHold(hold, item.slug, context.tokens.issue('hold', tx, hold.id), now);
}
