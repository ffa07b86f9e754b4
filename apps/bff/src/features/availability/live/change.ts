import type { PackageId, TenantId } from '../../../platform/ids.ts';

/** A time of a package that was taken or given back; nothing of whose it is. */
export interface AvailabilityChange {
  readonly tenantId: TenantId;
  readonly livemode: boolean;
  readonly packageId: PackageId;
  /** What is blocked, buffers included; milliseconds since 1970. */
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}
