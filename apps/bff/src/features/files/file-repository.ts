import type { FileType } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId, FileId, HoldId } from '../../platform/ids.ts';
import { USUAL_QUOTA_BYTES } from './limits.ts';

export interface FileRow {
  readonly id: FileId;
  readonly name: string;
  readonly mediaType: FileType;
  readonly sizeBytes: number;
}

export async function insertFile(tx: TenantTx, file: FileRow & { readonly holdId: HoldId; readonly sha256: Buffer }, now: Date): Promise<void> {
  await tx.sql`
    insert into files (tenant_id, id, livemode, hold_id, name, media_type, size_bytes, sha256, created_at)
    values (${tx.tenantId}, ${file.id}, ${tx.livemode}, ${file.holdId}, ${file.name}, ${file.mediaType}, ${file.sizeBytes}, ${file.sha256}, ${now})`;
}

/** @returns false when it is gone already */
export async function markStored(tx: TenantTx, id: FileId, now: Date): Promise<boolean> {
  const { count } = await tx.sql`update files set stored_at = ${now} where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id}`;
  return count === 1;
}

/** @returns null when there is no such file */
export async function findHoldOfFile(tx: TenantTx, id: FileId): Promise<HoldId | null> {
  const [row] = await tx.sql<{ holdId: HoldId }[]>`select hold_id from files where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id}`;
  return row?.holdId ?? null;
}

/** Makes it no answer any more. @returns false when a booking has it, or it is gone */
export async function markUnstored(tx: TenantTx, id: FileId): Promise<boolean> {
  const { count } = await tx.sql`update files set stored_at = null where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id} and booking_id is null`;
  return count === 1;
}

/** What a hold has, whether its bytes are there yet or not. */
export async function sumOfHold(tx: TenantTx, holdId: HoldId): Promise<{ count: number; sizeBytes: number }> {
  const [row] = await tx.sql<{ count: number; sizeBytes: number }[]>`
    select count(*)::int as count, coalesce(sum(size_bytes), 0)::bigint as size_bytes from files
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and hold_id = ${holdId}`;
  return row ?? { count: 0, sizeBytes: 0 };
}

/** What the tenant has left, in both modes together; uploads of the same tenant wait here for each other. */
export async function lockSpace(tx: TenantTx): Promise<number> {
  // Not stronger than that, or every insertion of the tenant's would wait too.
  const [tenant] = await tx.sql<{ quota: number | null }[]>`select file_quota_bytes as quota from tenants where tenants.id = ${tx.tenantId} for no key update`;
  const [used] = await tx.sql<{ sizeBytes: number }[]>`select coalesce(sum(size_bytes), 0)::bigint as size_bytes from files where tenant_id = ${tx.tenantId}`;
  return (tenant?.quota ?? USUAL_QUOTA_BYTES) - (used?.sizeBytes ?? 0);
}

/** What can be an answer in the booking of a hold. */
export function listFilesOfHold(tx: TenantTx, holdId: HoldId) {
  return tx.sql<Pick<FileRow, 'id' | 'name'>[]>`
    select id, name from files
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and hold_id = ${holdId} and booking_id is null and stored_at is not null`;
}

/** Gives files to the booking that has them as answers. */
export async function keepFiles(tx: TenantTx, ids: readonly FileId[], bookingId: BookingId): Promise<void> {
  await tx.sql`update files set booking_id = ${bookingId} where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = any(${ids as FileId[]}::uuid[])`;
}

/** A file that a booking has. */
export async function findKeptFile(tx: TenantTx, id: FileId): Promise<FileRow | null> {
  const [row] = await tx.sql<FileRow[]>`
    select id, name, media_type, size_bytes from files
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id} and booking_id is not null and stored_at is not null`;
  return row ?? null;
}

export async function deleteFile(tx: TenantTx, id: FileId): Promise<void> {
  await tx.sql`delete from files where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id}`;
}
