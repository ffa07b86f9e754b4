import type { UploadedFile } from '@mais/contract';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import type { HoldId } from '../../platform/ids.ts';
import { asksForFile } from '../catalog/index.ts';
import { createFile, FileNotAcceptedError, prepareFile, type FilesContext } from '../files/index.ts';
import { assertOpenHold } from './assert-open-hold.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { HoldNotFoundError } from './errors.ts';
import { findHoldForUpdate } from './hold-repository.ts';
import type { HoldRow } from './hold.ts';

export interface FileInput {
  readonly holdId: HoldId;
  readonly holdToken: string;
  readonly name: string;
  /** Called once it is known who sends it. */
  readonly readBytes: () => Promise<Uint8Array>;
}

/**
 * Takes a file for a question of the package that is held. It is kept with the booking that names it as an answer, and else goes
 * when the hold has ended.
 * @throws HoldNotFoundError, InvalidTokenError, HoldExpiredError, HoldNotActiveError, FileNotAcceptedError, TooManyFilesError,
 *   FileSpaceFullError
 */
export async function uploadFile(context: BookingsContext & { readonly files: FilesContext }, request: RequestContext, input: FileInput): Promise<UploadedFile> {
  const { scope } = request.access;
  const catalog = await context.catalogs.get(scope);

  async function findOpenHold(tx: TenantTx): Promise<HoldRow> {
    const hold = await findHoldForUpdate(tx, input.holdId);
    if (!hold) throw new HoldNotFoundError();
    assertOpenHold(context, scope, { hold, token: input.holdToken, now: context.clock.now() });
    return hold;
  }

  const { packageId } = await withTenant(context.app, scope, findOpenHold);
  const item = catalog.packages.find(({ id }) => id === packageId);
  if (!item || !asksForFile(item)) throw new FileNotAcceptedError('This package asks for no file.');
  const prepared = await prepareFile(input.name, await input.readBytes());
  // Reading and rewriting took its time, and the hold may have ended meanwhile.
  return createFile(context.files, scope, { prepared, holdId: input.holdId, lockHold: findOpenHold });
}
