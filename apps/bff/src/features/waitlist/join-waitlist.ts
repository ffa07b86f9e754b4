import { dayBounds } from '@mais/availability';
import type { WaitlistJoined } from '@mais/contract';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { InvalidRequestError } from '../../platform/errors.ts';
import { recordAudit } from '../audit/index.ts';
import { checkStart, lookAtDay, SlotNotOfferedError } from '../availability/index.ts';
import { assertPartySize, getPackage, type CatalogPackage } from '../catalog/index.ts';
import { recordEvent } from '../events/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import { TimeStillFreeError, TooManyWaitlistEntriesError } from './errors.ts';
import { factsOf } from './entry.ts';
import { countOpenEntries, enqueueIfAwaited, insertEntry } from './waitlist-repository.ts';
import type { WaitlistContext } from './waitlist-context.ts';

/** What one address may wait for at a tenant: a summer's Saturdays, not a calendar. */
const MOST_OPEN_ENTRIES = 12;

export interface JoinInput {
  readonly package: string;
  /** One of the two. */
  readonly day: string | undefined;
  readonly startsAt: Date | undefined;
  readonly partySize: number;
  readonly name: string;
  readonly email: string;
  readonly locale: string | null;
}

/**
 * Puts somebody at the end of the line for a day, or one start, that has no place for them. Who waits for it already keeps
 * their place, and gets the same answer.
 * @returns what was asked for; the entry's token goes to the e-mail address alone, which proves whose it is
 * @throws TimeStillFreeError, SlotNotOfferedError, PackageNotFoundError, TooManyWaitlistEntriesError, InvalidRequestError
 */
export async function joinWaitlist(context: WaitlistContext, request: { access: TenantAccess; requestId: string }, input: JoinInput): Promise<WaitlistJoined> {
  const { scope } = request.access;
  const item = await getPackage(context.bookings.catalogs, request.access, input.package);
  if (!item.takesWaitlist) throw new InvalidRequestError([{ pointer: '/package', detail: 'takes no waitlist; choose a time that is free' }]);
  assertPartySize(item, input.partySize);
  const wanted = wantedTime(context, request.access, item, input);
  const look = await lookAtDay(context, request.access, { item, dayLocal: wanted.dayLocal, partySize: input.partySize });
  assertNothingFree(look, wanted);
  const { dayLocal, startsAt } = wanted;
  await withTenant(context.app, scope, async (tx) => {
    const now = context.clock.now();
    const { partySize, name, email, locale } = input;
    const id = await insertEntry(tx, { packageId: item.id, ...wanted, partySize, name, email, locale }, now);
    if (id === null) return;
    // Requests at the same moment may pass it together; how many there can be is for the rate limit.
    if ((await countOpenEntries(tx, email)) > MOST_OPEN_ENTRIES) throw new TooManyWaitlistEntriesError();
    const facts = factsOf({ packageSlug: item.slug, dayLocal, startsAt, partySize });
    await recordAudit(tx, { actor: 'customer', action: 'waitlist.joined', entity: 'waitlist_entry', entityId: id, change: facts, requestId: request.requestId, at: now });
    await recordEvent(tx, { type: 'waitlist.joined', bookingId: null, subjectId: id, data: { waitlistEntryId: id, ...facts }, at: now });
    // Something may have come free since we looked.
    await enqueueIfAwaited(tx, { fromDay: dayLocal, toDay: dayLocal }, now);
  });
  return { package: item.slug, day: dayLocal, startsAt: startsAt?.toISOString() ?? null, partySize: input.partySize, status: 'waiting' };
}

interface WantedTime {
  readonly dayLocal: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date;
}

/** @throws InvalidRequestError, SlotNotOfferedError */
function wantedTime({ clock }: WaitlistContext, { tenant }: TenantAccess, item: CatalogPackage, { day, startsAt, partySize }: JoinInput): WantedTime {
  if (startsAt !== undefined) {
    const spans = checkStart({ item, timeZone: tenant.timeZone, startsAt, now: clock.now(), partySize });
    return { dayLocal: spans.dayLocal, startsAt, endsAt: startsAt };
  }
  if (day === undefined || day < '2000-01-01' || day > '2099-12-31') throw new InvalidRequestError([{ pointer: '/day', detail: 'must be a day of the years 2000 to 2099' }]);
  return { dayLocal: day, startsAt: null, endsAt: new Date(dayBounds(day, tenant.timeZone).endsAtMs) };
}

/** @throws SlotNotOfferedError, TimeStillFreeError */
function assertNothingFree(look: Awaited<ReturnType<typeof lookAtDay>>, { startsAt }: WantedTime): void {
  const isFree = startsAt === null ? look.starts.length > 0 : look.starts.some((start) => start.getTime() === startsAt.getTime());
  if (isFree) throw new TimeStillFreeError();
  if (startsAt === null && look.state !== 'full') throw new SlotNotOfferedError('Nothing takes place on that day; choose another one.', '/day');
}
