import type { Config } from '../../config/config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ObjectTokens } from '../../platform/crypto/object-tokens.ts';
import type { SealedBox } from '../../platform/crypto/sealed-box.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { Logger } from '../../platform/log.ts';
import type { Catalogs } from '../catalog/index.ts';
import type { Payments } from '../payments/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import type { HoldTurnstile } from './create-hold.ts';

/** What the verbs of this feature act with. */
export interface BookingsContext {
  readonly app: Sql;
  readonly clock: Clock;
  readonly log: Logger;
  readonly config: Pick<Config, 'holdTtlMs'>;
  readonly catalogs: Catalogs;
  readonly payments: Payments;
  readonly tokens: ObjectTokens;
  readonly idempotencyBox: SealedBox;
  readonly turnstile: HoldTurnstile;
}

/** One request: for which tenant, by whom. */
export interface RequestContext {
  readonly access: TenantAccess;
  readonly actor: string;
  readonly requestId: string;
}
