import { dayBounds } from '@mais/availability';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { HoldId } from '../../platform/ids.ts';
import type { StartSpans } from '../availability/index.ts';
import type { CatalogPackage } from '../catalog/index.ts';
import { claimResources, lockResources } from './claim-resources.ts';
import { claimSeats } from './claim-seats.ts';
import { DailyLimitReachedError, NotEnoughSeatsError, SlotTakenError } from './errors.ts';
import { countStarts } from './hold-repository.ts';

export interface TimeClaim {
  readonly item: CatalogPackage;
  readonly holdId: HoldId;
  readonly spans: StartSpans;
  readonly timeZone: string;
  readonly partySize: number;
  readonly expiresAt: Date | null;
  readonly now: Date;
}

/**
 * Claims what a package needs at a time: its resources, or seats of its session. The hold's row must be there already.
 * @throws SlotTakenError, NotEnoughSeatsError, DailyLimitReachedError; the caller lets the transaction roll back
 */
export async function claimTime(tx: TenantTx, claim: TimeClaim): Promise<void> {
  const { item, spans, holdId, expiresAt, now } = claim;
  const common = { ...spans, holdId, resources: item.rules.resources, expiresAt, now };
  if (item.rules.dailyLimit !== null) await assertDailyLimit(tx, claim, item.rules.dailyLimit);
  if (item.kind !== 'session') {
    if (!(await claimResources(tx, common))) throw new SlotTakenError();
    return;
  }
  const result = await claimSeats(tx, { ...common, packageId: item.id, capacity: item.rules.seats ?? 0, seats: claim.partySize });
  if (result === 'resources_taken') throw new SlotTakenError();
  if (result === 'not_enough_seats') throw new NotEnoughSeatsError();
}

/** Counted under the resources' locks, so that two starts of a day can't both be its last; the own hold counts already. */
async function assertDailyLimit(tx: TenantTx, claim: TimeClaim, limit: number): Promise<void> {
  await Promise.all(lockResources(tx, claim.item.rules.resources));
  const day = dayBounds(claim.spans.dayLocal, claim.timeZone);
  const count = await countStarts(tx, claim.item.id, { startsAt: new Date(day.startsAtMs), endsAt: new Date(day.endsAtMs) }, claim.now);
  if (count > limit) throw new DailyLimitReachedError();
}
