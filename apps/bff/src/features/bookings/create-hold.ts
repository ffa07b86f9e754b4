import type { Hold } from '@mais/contract';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type HoldId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { checkStart, type StartSpans } from '../availability/index.ts';
import { assertPartySize, getPackage, type CatalogPackage } from '../catalog/index.ts';
import { announceTime } from './announce-time.ts';
import { claimTime } from './claim-time.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { TooManyHoldsError } from './errors.ts';
import { countActiveHolds, insertHold } from './hold-repository.ts';
import { presentHold, type HoldRow } from './hold.ts';
import { takeKeyWithAnswer, type IdempotentRequest } from '../../platform/idempotency/idempotency.ts';

export interface HoldInput {
  readonly package: string;
  /** A UTC instant. */
  readonly startsAt: Date;
  readonly partySize: number;
  readonly idempotency: IdempotentRequest | null;
  /** Until when it is held; for as long as booking takes when left out. */
  readonly expiresAt?: Date;
  /** What else is written with it, in the same transaction and under its locks; what it throws undoes the hold. */
  readonly alongside?: (tx: TenantTx, id: HoldId) => Promise<void>;
}

/**
 * Claims a time for as long as it takes to book it.
 * @returns the hold; `expiresAt` is a UTC instant
 * @throws SlotTakenError (409) when another hold or booking overlaps, NotEnoughSeatsError, DailyLimitReachedError,
 *   SlotNotOfferedError, PackageNotFoundError, InvalidRequestError, TooManyHoldsError
 * @see docs/decisions/0004-no-double-booking.md
 */
export async function createHold(context: BookingsContext, request: RequestContext, input: HoldInput): Promise<Hold> {
  const { tenant, scope } = request.access;
  const item = await getPackage(context.catalogs, request.access, input.package);
  assertPartySize(item, input.partySize);
  const spans = checkStart({ item, timeZone: tenant.timeZone, startsAt: input.startsAt, now: context.clock.now(), partySize: input.partySize });
  const clientHash = Number.isFinite(context.brakes.activeHoldsPerClient) ? context.clientHash(request.client) : null;

  const { idempotency } = input;
  const recall = idempotency ? () => context.recallHold(scope, idempotency) : undefined;

  async function attempt(): Promise<Hold> {
    const made = await withTenant(context.app, scope, (tx) => writeHold(context, request, tx, { input, item, spans, clientHash })).catch(keyTakenAsNull);
    const answer = made ?? (await recall?.());
    if (!answer) throw new Error('the key was taken and its answer is gone');
    return answer;
  }

  return context.turnstile.pass(contendedFor(request, item.slug, input), { size: input.partySize, attempt, recall });
}

interface Draft {
  readonly input: HoldInput;
  readonly item: CatalogPackage;
  readonly spans: StartSpans;
  readonly clientHash: Buffer | null;
}

/** Undoes the work of a request whose key an earlier one has. */
class KeyTakenError extends Error {}

function keyTakenAsNull(error: unknown): null {
  if (error instanceof KeyTakenError) return null;
  throw error;
}

/** All of it is sent at once: the answer is known before the database has said whether the time is free. */
async function writeHold(context: BookingsContext, request: RequestContext, tx: TenantTx, draft: Draft): Promise<Hold> {
  const { tenant, scope } = request.access;
  const { input, item, spans, clientHash } = draft;
  const now = context.clock.now();
  const hold: HoldRow = {
    id: newId<HoldId>(),
    packageId: item.id,
    status: 'active',
    partySize: input.partySize,
    startsAt: spans.startsAt,
    endsAt: spans.endsAt,
    expiresAt: input.expiresAt ?? new Date(now.getTime() + context.config.holdTtlMs),
  };
  const answer = presentHold(hold, item.slug, context.tokens.issue('hold', scope, hold.id), now);
  const keyIsOurs = input.idempotency && takeKeyWithAnswer(tx, context.idempotencyBox, input.idempotency, answer, now);
  const work = Promise.all([
    insertHold(tx, hold, clientHash, now).execute(),
    clientHash && assertFewHolds(context, tx, clientHash, now),
    claimTime(tx, { item, holdId: hold.id, spans, timeZone: tenant.timeZone, partySize: hold.partySize, expiresAt: hold.expiresAt, now }),
    recordAudit(tx, { actor: request.actor, action: 'hold.created', entity: 'hold', entityId: hold.id, change: { package: item.slug, startsAt: answer.startsAt }, requestId: request.requestId, at: now }),
  ]);
  // Looked at below, and of no interest to who only repeats a request.
  work.catch(() => {});
  if (keyIsOurs && !(await keyIsOurs)) throw new KeyTakenError();
  await work;
  await input.alongside?.(tx, hold.id);
  announceTime(context, tx, { packageId: item.id, ...spans });
  return answer;
}

/** Starts of a package that may refuse each other for the same reason. */
function contendedFor(request: RequestContext, slug: string, input: HoldInput): string {
  const { scope } = request.access;
  return `${scope.tenantId} ${scope.livemode} ${slug} ${input.startsAt.getTime()}`;
}

/**
 * Keeps one client from holding a whole calendar. Requests at the same moment may pass it together; how many there can be is
 * for the rate limit, and a lock would make everybody behind one address wait for each other.
 */
async function assertFewHolds(context: BookingsContext, tx: TenantTx, clientHash: Buffer, now: Date): Promise<void> {
  if ((await countActiveHolds(tx, clientHash, now)) > context.brakes.activeHoldsPerClient) throw new TooManyHoldsError();
}
