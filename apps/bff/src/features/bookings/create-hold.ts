import type { Hold } from '@mais/contract';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type HoldId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { checkStart } from '../availability/index.ts';
import { assertPartySize, getPackage } from '../catalog/index.ts';
import { announceTime } from './announce-time.ts';
import { claimTime } from './claim-time.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { TooManyHoldsError } from './errors.ts';
import { countActiveHolds, insertHold } from './hold-repository.ts';
import { presentHold, type HoldRow } from './hold.ts';
import { beginIdempotent, recallAnswer, storeAnswer, type IdempotentRequest } from './idempotency.ts';

export interface HoldInput {
  readonly package: string;
  /** A UTC instant. */
  readonly startsAt: Date;
  readonly partySize: number;
  readonly idempotency: IdempotentRequest | null;
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
  const item = await getPackage(context.catalogs, scope, input.package);
  assertPartySize(item, input.partySize);
  const spans = checkStart({ item, timeZone: tenant.timeZone, startsAt: input.startsAt, now: context.clock.now(), partySize: input.partySize });

  const clientHash = Number.isFinite(context.brakes.activeHoldsPerClient) ? context.clientHash(request.client) : null;

  const attempt = (): Promise<Hold> =>
    withTenant(context.app, scope, async (tx) => {
      const now = context.clock.now();
      const earlier = input.idempotency && (await beginIdempotent<Hold>(tx, context.idempotencyBox, input.idempotency, now));
      if (earlier?.answer) return earlier.answer;
      const hold: HoldRow = {
        id: newId<HoldId>(),
        packageId: item.id,
        status: 'active',
        partySize: input.partySize,
        startsAt: spans.startsAt,
        endsAt: spans.endsAt,
        expiresAt: new Date(now.getTime() + context.config.holdTtlMs),
      };
      const answer = presentHold(hold, item.slug, context.tokens.issue('hold', scope, hold.id), now);
      await Promise.all([
        insertHold(tx, hold, clientHash, now).execute(),
        clientHash && assertFewHolds(context, tx, clientHash, now),
        claimTime(tx, { item, holdId: hold.id, spans, timeZone: tenant.timeZone, partySize: hold.partySize, expiresAt: hold.expiresAt, now }),
        recordAudit(tx, { actor: request.actor, action: 'hold.created', entity: 'hold', entityId: hold.id, change: { package: item.slug, startsAt: answer.startsAt }, requestId: request.requestId, at: now }),
      ]);
      announceTime(context, tx, { packageId: item.id, ...spans });
      if (input.idempotency) await storeAnswer(tx, context.idempotencyBox, input.idempotency, answer);
      return answer;
    });

  const { idempotency } = input;
  return context.turnstile.pass(contendedFor(request, item.slug, input), {
    size: input.partySize,
    attempt,
    recall: idempotency ? () => recallAnswer<Hold>(context.app, scope, context.idempotencyBox, idempotency) : undefined,
  });
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
