import type { Hold, WaitlistEntry } from '@mais/contract';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import type { WaitlistEntryId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { getActiveHold, HoldExpiredError, HoldNotActiveError, releaseHold } from '../bookings/index.ts';
import { recordEvent } from '../events/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import { factsOf, presentEntry, type EntryRow } from './entry.ts';
import { readEntryToken } from './entry-token.ts';
import { WaitlistEntryNotFoundError } from './errors.ts';
import { acceptOffer, findEntry, moveEntry } from './waitlist-repository.ts';
import type { EntryRequest, WaitlistContext } from './waitlist-context.ts';

/** @throws InvalidTokenError, HoldExpiredError, WaitlistEntryNotFoundError */
export async function getWaitlistEntry(context: WaitlistContext, request: EntryRequest): Promise<WaitlistEntry> {
  readEntryToken(context, request);
  const row = await withTenant(context.app, request.access.scope, (tx) => getRow(tx, request.id));
  return presentEntry(row, request.access.tenant.timeZone);
}

/**
 * Takes what was offered: from here on it is a hold like any other, to be booked before it ends. Accepting again gives it again.
 * @returns the hold, with its token
 * @throws InvalidTokenError, WaitlistEntryNotFoundError; HoldExpiredError when it is over; HoldNotActiveError when it is booked
 */
export async function acceptWaitlistOffer(context: WaitlistContext, request: EntryRequest): Promise<Hold> {
  const offerId = readEntryToken(context, request);
  return withTenant(context.app, request.access.scope, async (tx) => {
    const now = context.clock.now();
    const row = await getRow(tx, request.id);
    assertNotBooked(row);
    if (row.offerId === null || row.holdId === null || (offerId !== null && offerId !== row.offerId)) throw new HoldExpiredError();
    const hold = await getActiveHold(context.bookings, tx, row.holdId);
    if (await acceptOffer(tx, row.offerId, now)) {
      await recordAudit(tx, { actor: 'customer', action: 'waitlist.accepted', entity: 'waitlist_entry', entityId: row.id, requestId: request.requestId, at: now });
      await recordEvent(tx, { type: 'waitlist.accepted', bookingId: null, subjectId: row.id, data: { waitlistEntryId: row.id, ...factsOf(row), startsAt: hold.startsAt }, at: now });
    }
    return hold;
  });
}

/**
 * Says no to what was offered: it goes to the next in the line at once. Saying it again changes nothing.
 * @throws InvalidTokenError, WaitlistEntryNotFoundError; HoldExpiredError when nothing is offered; HoldNotActiveError when it is booked
 */
export async function passWaitlistOffer(context: WaitlistContext, request: EntryRequest): Promise<WaitlistEntry> {
  const offerId = readEntryToken(context, request);
  const { access, id } = request;
  const read = () => withTenant(context.app, access.scope, (tx) => getRow(tx, id));
  const row = await read();
  assertNotBooked(row);
  if (row.status !== 'passed') {
    if (row.offerId === null || (offerId !== null && offerId !== row.offerId)) throw new HoldExpiredError();
    await releaseOffered(context, { ...request, actor: 'customer' }, row);
  }
  return presentEntry(await read(), access.tenant.timeZone);
}

/**
 * Takes somebody off the line; what was offered to them goes to the next. Leaving twice is once.
 * @throws InvalidTokenError, WaitlistEntryNotFoundError; HoldNotActiveError when it is booked
 */
export async function leaveWaitlist(context: WaitlistContext, request: EntryRequest): Promise<void> {
  readEntryToken(context, request);
  await removeEntry(context, { ...request, actor: 'customer' });
}

/** The same for whoever may; the entry may be offered something while it leaves. @throws WaitlistEntryNotFoundError, HoldNotActiveError */
export async function removeEntry(context: WaitlistContext, request: { access: TenantAccess; requestId: string; id: WaitlistEntryId; actor: string }): Promise<void> {
  const { access, id, actor, requestId } = request;
  const leave = async (tx: TenantTx, from: 'waiting' | 'passed'): Promise<boolean> => {
    const now = context.clock.now();
    if (!(await moveEntry(tx, id, { from, to: 'left', now }))) return false;
    await recordAudit(tx, { actor, action: 'waitlist.left', entity: 'waitlist_entry', entityId: id, requestId, at: now });
    return true;
  };
  const isDone = await withTenant(context.app, access.scope, async (tx) => {
    const row = await getRow(tx, id);
    assertNotBooked(row);
    return row.status !== 'waiting' && row.status !== 'offered' ? true : leave(tx, 'waiting');
  });
  if (isDone) return;
  // Nothing takes an entry back from offered to waiting, so what is read now is either offered or over.
  const row = await withTenant(context.app, access.scope, (tx) => getRow(tx, id));
  // The hold's end has made it passed, in the same transaction.
  if (row.holdId !== null) await releaseOffered(context, request, row, async (tx) => void (await leave(tx, 'passed')));
}

async function releaseOffered(
  context: WaitlistContext, request: { access: TenantAccess; requestId: string; actor: string }, { holdId }: EntryRow, alongside?: (tx: TenantTx) => Promise<void>,
): Promise<void> {
  if (holdId === null) return;
  const token = context.bookings.tokens.issue('hold', request.access.scope, holdId);
  await releaseHold(context.bookings, { ...request, client: '' }, { id: holdId, token, ...(alongside === undefined ? {} : { alongside }) });
}

/** @throws HoldNotActiveError */
function assertNotBooked({ status }: EntryRow): void {
  if (status === 'booked') throw new HoldNotActiveError();
}

/** @throws WaitlistEntryNotFoundError */
async function getRow(tx: TenantTx, id: WaitlistEntryId): Promise<EntryRow> {
  const row = await findEntry(tx, id);
  if (!row) throw new WaitlistEntryNotFoundError();
  return row;
}
