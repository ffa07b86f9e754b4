import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { FileId } from '../../platform/ids.ts';
import { deleteFile } from './file-repository.ts';
import type { FilesContext } from './files-context.ts';

/** Removes the bytes and then the row, so that a run that was killed between is done again. */
export async function removeFile({ app, storage }: FilesContext, scope: TenantScope, id: FileId): Promise<void> {
  await storage.remove({ tenantId: scope.tenantId, id });
  await withTenant(app, scope, (tx) => deleteFile(tx, id));
}
