import type { Hold } from '@mais/contract';
import type { Config } from '../../config/config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ExpiringTokens } from '../../platform/crypto/expiring-tokens.ts';
import type { ObjectTokens } from '../../platform/crypto/object-tokens.ts';
import type { SealedBox } from '../../platform/crypto/sealed-box.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId, HoldId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/log.ts';
import type { LiveAvailability } from '../availability/index.ts';
import type { Catalogs } from '../catalog/index.ts';
import type { Payments } from '../payments/index.ts';
import { PromoCodeUsedUpError, type PricingContext } from '../pricing/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import type { HoldRow } from './hold.ts';
import type { ManageClaims } from './manage-tokens.ts';
import { createRecall, type RecallAnswer } from './recall-answers.ts';
import { createTurnstile, type Turnstile } from './turnstile.ts';
import { DailyLimitReachedError, NotEnoughSeatsError, SlotTakenError } from './errors.ts';

/** What the verbs of this feature act with. */
export interface BookingsContext {
  readonly app: Sql;
  readonly clock: Clock;
  readonly log: Logger;
  readonly config: Pick<Config, 'holdTtlMs' | 'widgetUrl'>;
  readonly catalogs: Catalogs;
  readonly payments: Payments;
  readonly pricing: PricingContext;
  readonly live: Pick<LiveAvailability, 'announce'>;
  readonly tokens: ObjectTokens;
  readonly manageTokens: ExpiringTokens<ManageClaims>;
  readonly idempotencyBox: SealedBox;
  readonly turnstile: Turnstile<Hold>;
  readonly recallHold: RecallAnswer<Hold>;
  readonly brakes: Brakes;
  /** Whoever else has to know when a hold becomes a booking, or ends. */
  readonly holdListener: HoldListener;
  /** Makes of a client's address what may be stored. */
  readonly clientHash: (client: string) => Buffer;
}

/** Hears of holds in the transaction that books or ends them, under the locks of the hold and its resources; it takes no lock that comes before those. */
export interface HoldListener {
  holdBooked(tx: TenantTx, booked: { readonly holdId: HoldId; readonly bookingId: BookingId }, now: Date): Promise<void>;
  holdEnded(tx: TenantTx, hold: HoldRow & { readonly status: 'released' | 'expired' }, now: Date): Promise<void>;
}

/** What one client or one booking may do at most; Infinity for no limit. */
export interface Brakes {
  readonly activeHoldsPerClient: number;
  readonly declinesPerBooking: number;
  readonly paymentsPerBooking: number;
}

/** One request: for which tenant, by whom. */
export interface RequestContext {
  readonly access: TenantAccess;
  readonly actor: string;
  /** The address that it came from, as limits know it. */
  readonly client: string;
  readonly requestId: string;
}

export function createBookingsContext(given: Omit<BookingsContext, 'turnstile' | 'recallHold'>): BookingsContext {
  return { ...given, turnstile: createTurnstile<Hold>(isLoss), recallHold: createRecall<Hold>(given.app, given.idempotencyBox) };
}

/** Whether an attempt failed because others were faster. */
export function isLoss(error: unknown): boolean {
  return error instanceof SlotTakenError || error instanceof NotEnoughSeatsError || error instanceof DailyLimitReachedError || error instanceof PromoCodeUsedUpError;
}
