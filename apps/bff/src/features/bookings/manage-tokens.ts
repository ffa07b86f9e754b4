// The tokens in links that customers are sent.
//
// 1. Signed, and for one booking: whoever has the link has the booking, until it ends.
// 2. It ends a while after the booking is over.
// 3. It carries the booking's version of links: raising that makes all links before worth nothing.
import type { ExpiringTokens } from '../../platform/crypto/expiring-tokens.ts';
import type { TenantScope, TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import type { BookingRow } from './booking.ts';
import { findManageVersion } from './booking-repository.ts';

export interface ManageClaims {
  readonly tenant: string;
  readonly live: boolean;
  readonly booking: string;
  readonly version: number;
}

/** For whoever looks for a receipt. */
const AFTERWARDS_MS = 60 * 86_400_000;

export function issueManageToken(tokens: ExpiringTokens<ManageClaims>, { tenantId, livemode }: TenantScope, { id, endsAt, manageVersion }: Pick<BookingRow, 'id' | 'endsAt' | 'manageVersion'>): string {
  return tokens.issue({ tenant: tenantId, live: livemode, booking: id, version: manageVersion }, new Date(endsAt.getTime() + AFTERWARDS_MS));
}

/** Whether a token from a link opens this booking, as far as it can be told without looking. */
export function readManageToken(tokens: ExpiringTokens<ManageClaims>, { tenantId, livemode }: TenantScope, id: BookingId, given: { token: string; now: Date }): ManageClaims | null {
  const read = tokens.read(given.token, given.now);
  if (read === null || read.isExpired) return null;
  const { tenant, live, booking } = read.claims;
  return tenant === tenantId && live === livemode && booking === id ? read.claims : null;
}

/** Whether the business hasn't taken it back. */
export async function isManageTokenValid(tx: TenantTx, id: BookingId, { version }: ManageClaims): Promise<boolean> {
  return (await findManageVersion(tx, id)) === version;
}
