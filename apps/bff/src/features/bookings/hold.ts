import type { Hold } from '@mais/contract';
import type { HoldId, PackageId } from '../../platform/ids.ts';

export type HoldStatus = 'active' | 'booked' | 'released' | 'expired';

export interface HoldRow {
  readonly id: HoldId;
  readonly packageId: PackageId;
  readonly status: HoldStatus;
  readonly partySize: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly expiresAt: Date;
}

export function presentHold(hold: HoldRow, packageSlug: string, token: string, now: Date): Hold {
  return {
    id: hold.id,
    token,
    package: packageSlug,
    startsAt: hold.startsAt.toISOString(),
    endsAt: hold.endsAt.toISOString(),
    partySize: hold.partySize,
    expiresAt: hold.expiresAt.toISOString(),
    expiresInSeconds: Math.max(0, Math.floor((hold.expiresAt.getTime() - now.getTime()) / 1000)),
  };
}
