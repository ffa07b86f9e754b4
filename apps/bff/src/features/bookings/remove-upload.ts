import { withTenant } from '../../platform/db/with-tenant.ts';
import type { FileId } from '../../platform/ids.ts';
import { FileNotFoundError, findHoldOfFile, markUnstored, removeFile, type FilesContext } from '../files/index.ts';
import { assertOpenHold } from './assert-open-hold.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { findHoldForUpdate } from './hold-repository.ts';

/**
 * Removes a file at the wish of who uploaded it, as long as it isn't booked with.
 * @throws FileNotFoundError, InvalidTokenError, HoldExpiredError, HoldNotActiveError
 */
export async function removeUpload(context: BookingsContext & { readonly files: FilesContext }, request: RequestContext, input: { readonly id: FileId; readonly holdToken: string }): Promise<void> {
  const { scope } = request.access;
  await withTenant(context.app, scope, async (tx) => {
    const holdId = await findHoldOfFile(tx, input.id);
    const hold = holdId && (await findHoldForUpdate(tx, holdId));
    if (!hold) throw new FileNotFoundError();
    assertOpenHold(context, scope, { hold, token: input.holdToken, now: context.clock.now() });
    // Under the lock that a booking of the hold takes, too: it is no answer from here on. What a killed process leaves goes with the hold.
    if (!(await markUnstored(tx, input.id))) throw new FileNotFoundError();
  });
  await removeFile(context.files, scope, input.id);
}
