// An entry's life. Its place in the line is the time at which it was made.
//
// 1. waiting → offered    a place came free and is held for them: hold, offer and event are one transaction
// 2. offered → booked     they took it and made a booking of its hold; whether that is ever paid, its own status says
// 3. offered → passed     they said no; the hold is released
// 4. offered → expired    they said nothing; the hold has ended by itself
// 5. waiting → expired    the time that they waited for has come
// 6. waiting, offered → left   they, or the business, took them off the line
//
// Only waiting and offered ones are in the line, and none comes back into it: who wants to wait again joins again.
import type { BookingStatus, WaitlistEntry, WaitlistStatus } from '@mais/contract';
import type { HoldId, PackageId, WaitlistEntryId, WaitlistOfferId } from '../../platform/ids.ts';

export interface EntryRow {
  readonly id: WaitlistEntryId;
  readonly packageId: PackageId;
  readonly packageSlug: string;
  readonly packageName: string;
  readonly dayLocal: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date;
  readonly partySize: number;
  readonly name: string;
  readonly email: string;
  readonly locale: string | null;
  readonly status: WaitlistStatus;
  readonly joinedAt: Date;
  /** How many wait before it at the same package and day. */
  readonly ahead: number;
  /** What is open to them; all null where nothing is. */
  readonly offerId: WaitlistOfferId | null;
  readonly holdId: HoldId | null;
  readonly offerStartsAt: Date | null;
  readonly offerEndsAt: Date | null;
  readonly offerExpiresAt: Date | null;
  readonly offerAcceptedAt: Date | null;
  /** Of the booking that they made of an offer. */
  readonly bookingStatus: BookingStatus | null;
}

export function presentEntry(row: EntryRow, timeZone: string): WaitlistEntry {
  const { offerStartsAt, offerEndsAt, offerExpiresAt } = row;
  return {
    id: row.id,
    status: row.status,
    package: { slug: row.packageSlug, name: row.packageName },
    day: row.dayLocal,
    startsAt: row.startsAt?.toISOString() ?? null,
    timeZone,
    partySize: row.partySize,
    position: row.status === 'waiting' ? row.ahead + 1 : null,
    offer: offerStartsAt === null || offerEndsAt === null || offerExpiresAt === null ? null : {
      startsAt: offerStartsAt.toISOString(),
      endsAt: offerEndsAt.toISOString(),
      expiresAt: offerExpiresAt.toISOString(),
      acceptedAt: row.offerAcceptedAt?.toISOString() ?? null,
    },
    bookingStatus: row.bookingStatus,
    joinedAt: row.joinedAt.toISOString(),
  };
}

/** What events say of an entry: nothing of whose it is. */
export function factsOf(row: Pick<EntryRow, 'packageSlug' | 'dayLocal' | 'startsAt' | 'partySize'>) {
  return { package: row.packageSlug, day: row.dayLocal, startsAt: row.startsAt?.toISOString() ?? null, partySize: row.partySize };
}
