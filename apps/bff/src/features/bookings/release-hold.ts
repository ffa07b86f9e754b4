import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { InvalidTokenError } from '../../platform/errors.ts';
import type { HoldId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { announceTime } from './announce-time.ts';
import { lockResources } from './claim-resources.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { HoldNotActiveError, HoldNotFoundError } from './errors.ts';
import { findHoldForUpdate, releaseClaims, updateHold } from './hold-repository.ts';
import type { HoldRow } from './hold.ts';

export interface HoldRelease {
  readonly id: HoldId;
  readonly token: string;
  /** What else ends with it, in the same transaction and after it. */
  readonly alongside?: (tx: TenantTx) => Promise<void>;
}

/**
 * Gives a held time back before it expires. Releasing it again does nothing.
 * @throws HoldNotFoundError, InvalidTokenError; HoldNotActiveError when it has become a booking
 */
export async function releaseHold(context: BookingsContext, request: RequestContext, input: HoldRelease): Promise<void> {
  const { scope } = request.access;
  const catalog = await context.catalogs.get(scope);
  await withTenant(context.app, scope, async (tx) => {
    const now = context.clock.now();
    const hold = await findHoldForUpdate(tx, input.id);
    if (!hold) throw new HoldNotFoundError();
    if (!context.tokens.matches(input.token, 'hold', scope, hold.id)) throw new InvalidTokenError('Send the token that came with this hold.');
    if (hold.status === 'booked') throw new HoldNotActiveError();
    if (hold.status !== 'active') return;
    await endHold(context, tx, { catalog, hold, status: 'released', now });
    await input.alongside?.(tx);
    await recordAudit(tx, { actor: request.actor, action: 'hold.released', entity: 'hold', entityId: hold.id, requestId: request.requestId, at: now });
  });
}

/** Frees a hold's time, under the locks of its package's resources. */
export async function endHold(
  context: BookingsContext, tx: TenantTx, ended: { catalog: Catalog; hold: HoldRow; status: 'released' | 'expired'; now: Date },
): Promise<void> {
  const { catalog, hold, status, now } = ended;
  const item = catalog.packages.find((candidate) => candidate.id === hold.packageId);
  const { bufferBeforeMinutes = 0, bufferAfterMinutes = 0 } = item?.rules ?? {};
  announceTime(context, tx, {
    packageId: hold.packageId,
    blockedStartsAt: new Date(hold.startsAt.getTime() - bufferBeforeMinutes * 60_000),
    blockedEndsAt: new Date(hold.endsAt.getTime() + bufferAfterMinutes * 60_000),
  });
  await Promise.all(lockResources(tx, item?.rules.resources ?? []));
  await releaseClaims(tx, hold.id, now);
  await updateHold(tx, hold.id, { status });
  await context.holdListener.holdEnded(tx, { ...hold, status }, now);
}
