import type { TenantScope } from '../../platform/db/with-tenant.ts';
import { InvalidTokenError } from '../../platform/errors.ts';
import type { WaitlistOfferId } from '../../platform/ids.ts';
import { HoldExpiredError } from '../bookings/index.ts';
import type { EntryRow } from './entry.ts';
import type { EntryRequest, WaitlistContext } from './waitlist-context.ts';

/** Opens an entry until there is nothing left to wait for. */
export function issueEntryToken({ tokens }: Pick<WaitlistContext, 'tokens'>, scope: TenantScope, entry: Pick<EntryRow, 'id' | 'endsAt'>): string {
  return tokens.issue({ tenantId: scope.tenantId, livemode: scope.livemode, entryId: entry.id, offerId: null }, entry.endsAt);
}

/** Opens an entry for as long as what was offered to it is kept. */
export function issueOfferToken({ tokens }: Pick<WaitlistContext, 'tokens'>, scope: TenantScope, entry: Pick<EntryRow, 'id'>, offer: { id: WaitlistOfferId; expiresAt: Date }): string {
  return tokens.issue({ tenantId: scope.tenantId, livemode: scope.livemode, entryId: entry.id, offerId: offer.id }, offer.expiresAt);
}

/**
 * Checked before anything is looked up, so that a token says nothing of what there is.
 * @returns the offer that the token is about; null for the entry's own
 * @throws InvalidTokenError; HoldExpiredError for one that has ended
 */
export function readEntryToken({ tokens, clock }: Pick<WaitlistContext, 'tokens' | 'clock'>, { access, id, token }: EntryRequest): WaitlistOfferId | null {
  const read = tokens.read(token, clock.now());
  const { scope } = access;
  if (read === null || read.claims.tenantId !== scope.tenantId || read.claims.livemode !== scope.livemode || read.claims.entryId !== id) {
    throw new InvalidTokenError('Send the token of the link in the e-mail.');
  }
  if (read.isExpired) throw new HoldExpiredError();
  return read.claims.offerId;
}
