import type { UploadedFile } from '@mais/contract';
import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type FileId, type HoldId } from '../../platform/ids.ts';
import { FileNotFoundError, FileSpaceFullError, TooManyFilesError } from './errors.ts';
import { insertFile, lockSpace, markStored, sumOfHold } from './file-repository.ts';
import type { FilesContext } from './files-context.ts';
import { MAX_BYTES_PER_HOLD, MAX_FILES_PER_HOLD } from './limits.ts';
import type { PreparedFile } from './prepare-file.ts';

export interface NewFile {
  readonly prepared: PreparedFile;
  readonly holdId: HoldId;
  /** Locks the hold, so that uploads for it are counted one after the other; throws when it takes none any more. */
  readonly lockHold: (tx: TenantTx) => Promise<unknown>;
}

/**
 * Keeps a file for a hold. Its row comes first and takes the space; without it nothing would know of bytes that a killed process
 * left behind.
 * @throws TooManyFilesError, FileSpaceFullError, whatever `lockHold` throws
 */
export async function createFile({ app, clock, storage }: FilesContext, scope: TenantScope, { prepared, holdId, lockHold }: NewFile): Promise<UploadedFile> {
  const file = { id: newId<FileId>(), name: prepared.name, mediaType: prepared.type, sizeBytes: prepared.bytes.length };
  await withTenant(app, scope, async (tx) => {
    await lockHold(tx);
    const { count, sizeBytes } = await sumOfHold(tx, holdId);
    if (count >= MAX_FILES_PER_HOLD || sizeBytes + file.sizeBytes > MAX_BYTES_PER_HOLD) throw new TooManyFilesError();
    if ((await lockSpace(tx)) < file.sizeBytes) throw new FileSpaceFullError();
    await insertFile(tx, { ...file, holdId, sha256: prepared.sha256 }, clock.now());
  });
  const place = { tenantId: scope.tenantId, id: file.id };
  await storage.write(place, prepared.bytes);
  if (!(await withTenant(app, scope, (tx) => markStored(tx, file.id, clock.now())))) {
    // The hold ended just now, and its files went with it.
    await storage.remove(place);
    throw new FileNotFoundError();
  }
  return file;
}
