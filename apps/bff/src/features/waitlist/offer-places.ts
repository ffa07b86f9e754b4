// Offers what has come free to whoever waits, the oldest first whose party fits.
//
// 1. What releases time writes an outbox row in its transaction, if somebody waits around then (see `hold-listener.ts` and
//    `receive-event.ts`); a round of the worker looks at all who wait every minute, for what no row tells.
// 2. Without a lock, the line is read, and for each in turn what is free to a party of that size.
// 3. An offer is a real hold, made by the bookings' own verb. In its transaction and under its locks the entry moves from
//    waiting to offered, and the offer and the event `waitlist.offered` are written: the e-mail follows from the event.
// 4. An entry that has moved on meanwhile (it left, another worker was faster) undoes the hold, and the next one is asked.
//
// So any number of workers may do this at once, and one that is killed leaves all of an offer or nothing. No lock of ours is
// taken before those of the resources, and a place can't be offered twice because nothing can be held twice.
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { newRequestId } from '../../platform/http/request-id.ts';
import { newId, type WaitlistOfferId } from '../../platform/ids.ts';
import { lookAtDay, SlotNotOfferedError } from '../availability/index.ts';
import { createHold, isLoss } from '../bookings/index.ts';
import { findPackage, type CatalogPackage } from '../catalog/index.ts';
import { recordEvent } from '../events/index.ts';
import { isServed, type TenantAccess } from '../tenants/index.ts';
import { factsOf } from './entry.ts';
import { closeAndNoteWaiting, findOfferMinutes, insertOffer, listWaiting, moveEntry, type DaySpan, type WaitingRow } from './waitlist-repository.ts';
import type { WaitlistContext } from './waitlist-context.ts';

/** How much of a line one run looks at; who stands further back is looked at once those before have gone. */
const LINE_LIMIT = 1_000;

/**
 * Offers what is free now to those who wait in these days.
 * @param span the tenant's days; null for all
 * @returns how many offers were made
 */
export async function offerPlaces(context: WaitlistContext, scope: TenantScope, span: DaySpan | null): Promise<number> {
  const tenant = await context.findTenant(scope.tenantId);
  if (!tenant || !isServed(tenant.status)) return 0;
  const access: TenantAccess = { tenant, scope };
  const catalog = await context.bookings.catalogs.offered(access);
  const { line, offerMinutes } = await withTenant(context.app, scope, async (tx) => {
    await closeAndNoteWaiting(tx, span, context.clock.now());
    return { line: await listWaiting(tx, span, LINE_LIMIT), offerMinutes: await findOfferMinutes(tx) };
  });
  const free = createFreeStarts(context, access);
  let made = 0;
  for (const entry of line) {
    const item = findPackage(catalog, entry.packageSlug);
    if (item && (await offerTo(context, access, { entry, item, offerMinutes }, free))) made += 1;
  }
  return made;
}

interface Asked {
  readonly entry: WaitingRow;
  readonly item: CatalogPackage;
  readonly offerMinutes: number;
}

async function offerTo(context: WaitlistContext, access: TenantAccess, asked: Asked, free: FreeStarts): Promise<boolean> {
  const { entry, item } = asked;
  for (const startsAt of await free.of(entry, item)) {
    const result = await tryOffer(context, access, asked, startsAt);
    // What was read before is no longer so.
    if (result !== 'gone') free.forget();
    if (result === 'offered') return true;
    if (result === 'gone') return false;
  }
  return false;
}

class EntryGoneError extends Error {}

async function tryOffer(context: WaitlistContext, access: TenantAccess, { entry, item, offerMinutes }: Asked, startsAt: Date): Promise<'offered' | 'taken' | 'gone'> {
  const now = context.clock.now();
  const expiresAt = new Date(Math.min(now.getTime() + offerMinutes * 60_000, startsAt.getTime()));
  const request = { access, actor: 'system', client: `waitlist ${entry.id}`, requestId: newRequestId() };
  try {
    await createHold(context.bookings, request, {
      package: item.slug, startsAt, partySize: entry.partySize, idempotency: null, expiresAt,
      async alongside(tx, holdId) {
        if (!(await moveEntry(tx, entry.id, { from: 'waiting', to: 'offered', now }))) throw new EntryGoneError();
        const id = newId<WaitlistOfferId>();
        await insertOffer(tx, { id, entryId: entry.id, holdId, offeredAt: now, expiresAt });
        await recordEvent(tx, {
          type: 'waitlist.offered', bookingId: null, subjectId: entry.id, at: now,
          data: { waitlistEntryId: entry.id, ...factsOf(entry), startsAt: startsAt.toISOString(), expiresAt: expiresAt.toISOString() },
        });
      },
    });
    return 'offered';
  } catch (error) {
    if (error instanceof EntryGoneError) return 'gone';
    if (isLoss(error) || error instanceof SlotNotOfferedError) return 'taken';
    throw error;
  }
}

interface FreeStarts {
  of(entry: WaitingRow, item: CatalogPackage): Promise<readonly Date[]>;
  forget(): void;
}

/** What is free on a day to a party of one size, read once until something is taken: a long line waits for few days. */
function createFreeStarts(context: WaitlistContext, access: TenantAccess): FreeStarts {
  const known = new Map<string, readonly Date[]>();
  return {
    async of({ packageId, dayLocal, partySize, startsAt }, item) {
      const key = `${packageId} ${dayLocal} ${partySize}`;
      const starts = known.get(key) ?? (await lookAtDay(context, access, { item, dayLocal, partySize })).starts;
      known.set(key, starts);
      return startsAt === null ? starts : starts.filter((start) => start.getTime() === startsAt.getTime());
    },
    forget: () => known.clear(),
  };
}
