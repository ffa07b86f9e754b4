import type { Clock } from '../../platform/clock.ts';
import type { ExpiringTokens } from '../../platform/crypto/expiring-tokens.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { TenantScope } from '../../platform/db/with-tenant.ts';
import type { TenantId, WaitlistEntryId, WaitlistOfferId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/log.ts';
import type { BookingsContext } from '../bookings/index.ts';
import type { Tenant, TenantAccess } from '../tenants/index.ts';

/** What the verbs of this feature act with. */
export interface WaitlistContext {
  readonly app: Sql;
  readonly clock: Clock;
  readonly log: Logger;
  readonly bookings: BookingsContext;
  readonly tokens: ExpiringTokens<WaitlistClaims>;
  readonly findTenant: (id: TenantId) => Promise<Tenant | null>;
}

/** What a link of an e-mail proves: whose entry it is and, where it is about an offer, which one. */
export interface WaitlistClaims extends TenantScope {
  readonly entryId: WaitlistEntryId;
  readonly offerId: WaitlistOfferId | null;
}

/** One request about an entry, by whoever has its token. */
export interface EntryRequest {
  readonly access: TenantAccess;
  readonly requestId: string;
  readonly id: WaitlistEntryId;
  readonly token: string;
}
