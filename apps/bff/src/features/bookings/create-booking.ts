import type { Answers, Attribution, BookingCreated, Quote } from '@mais/contract';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { InvalidTokenError } from '../../platform/errors.ts';
import { newId, type BookingId, type HoldId, type PaymentId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { blockedSpans } from '../availability/index.ts';
import { checkAnswers, keptAnswer, priceBooking, type CatalogPackage, type CheckedAnswer } from '../catalog/index.ts';
import { isOpen, PaymentsUnavailableError } from '../payments/index.ts';
import { accountFor } from '../tenants/index.ts';
import { findBooking, insertBooking, insertLineItems, insertTransition, upsertCustomer, type CustomerDetails, type NewBooking } from './booking-repository.ts';
import { lockResources } from './claim-resources.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { BookingNotFoundError, HoldExpiredError, HoldNotActiveError, HoldNotFoundError } from './errors.ts';
import { findHoldForUpdate, keepClaims, updateHold } from './hold-repository.ts';
import type { HoldRow } from './hold.ts';
import { beginIdempotent, noteResource, storeAnswer, type IdempotentRequest } from './idempotency.ts';
import { readBooking } from './get-booking.ts';
import { newReference } from './reference.ts';

export interface BookingInput {
  readonly holdId: HoldId;
  readonly holdToken: string;
  readonly addOns: readonly { addOn: string; quantity: number }[];
  readonly customer: CustomerDetails;
  readonly note: string | null;
  readonly answers: Answers;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly attribution: Attribution;
  readonly idempotency: IdempotentRequest;
}

/**
 * Turns a hold into a booking: confirmed at once where nothing is due, else waiting for its payment, whose intent is made
 * at Stripe after the commit. A retry with the same key goes on from wherever the first try ended.
 * @returns the booking, the token that opens it, and what the client needs to pay
 * @throws HoldNotFoundError, HoldExpiredError, HoldNotActiveError, InvalidTokenError, InvalidRequestError,
 *   IdempotencyKeyReusedError, PaymentsUnavailableError, AmountTooSmallError, PaymentProviderUnavailableError
 */
export async function createBooking(context: BookingsContext, request: RequestContext, input: BookingInput): Promise<BookingCreated> {
  const { scope } = request.access;
  const catalog = await context.catalogs.get(scope);
  const started = await withTenant(context.app, scope, async (tx) => {
    const now = context.clock.now();
    const earlier = await beginIdempotent<BookingCreated>(tx, context.idempotencyBox, input.idempotency, now);
    if (earlier?.answer) return { answer: earlier.answer };
    if (earlier?.resourceId) return { bookingId: earlier.resourceId as BookingId };
    const hold = await takeHold(context, request, tx, input, now);
    const item = catalog.packages.find((candidate) => candidate.id === hold.packageId);
    if (!item) throw new HoldNotFoundError();
    const bookingId = await writeBooking(context, request, tx, { input, hold, item, now });
    await noteResource(tx, input.idempotency, bookingId);
    return { bookingId };
  });
  return started.answer ?? finishBooking(context, request, started.bookingId, input.idempotency);
}

async function takeHold(context: BookingsContext, request: RequestContext, tx: TenantTx, input: BookingInput, now: Date): Promise<HoldRow> {
  const hold = await findHoldForUpdate(tx, input.holdId);
  if (!hold) throw new HoldNotFoundError();
  if (!context.tokens.matches(input.holdToken, 'hold', request.access.scope, hold.id)) throw new InvalidTokenError('Send the token that came with this hold.');
  if (hold.status === 'expired' || (hold.status === 'active' && hold.expiresAt <= now)) throw new HoldExpiredError();
  if (hold.status !== 'active') throw new HoldNotActiveError();
  return hold;
}

interface Draft {
  readonly input: BookingInput;
  readonly hold: HoldRow;
  readonly item: CatalogPackage;
  readonly now: Date;
}

async function writeBooking(context: BookingsContext, request: RequestContext, tx: TenantTx, draft: Draft): Promise<BookingId> {
  const { tenant, scope } = request.access;
  const { input, hold, item, now } = draft;
  const quote = priceBooking({ item, currency: tenant.currency, partySize: hold.partySize, addOns: input.addOns });
  const answers = checkAnswers(item.questions, input.answers);
  const account = accountFor(tenant, scope.livemode);
  const free = quote.dueNowMinor === 0;
  if (!free && (!account || !context.payments.canCharge(account, scope.livemode))) throw new PaymentsUnavailableError();
  const expiresAt = new Date(Math.max(hold.expiresAt.getTime(), now.getTime() + context.config.holdTtlMs));

  // A claim that was released in the meantime is another's now: the hold has expired by somebody else's clock.
  await Promise.all(lockResources(tx, item.rules.resources));
  if (!(await keepClaims(tx, hold.id, free ? null : expiresAt))) throw new HoldExpiredError();

  const customerId = await upsertCustomer(tx, input.customer, answers, now);
  const booking = newBooking(request, draft, quote, { customerId, answers, expiresAt: free ? null : expiresAt });
  await Promise.all([
    insertBooking(tx, booking),
    insertLineItems(tx, booking.id, quote.lineItems),
    updateHold(tx, hold.id, { status: 'booked', expiresAt }),
    insertTransition(tx, { bookingId: booking.id, from: null, to: booking.status, cause: 'booked', actor: request.actor, at: now }),
    recordAudit(tx, {
      actor: request.actor, action: 'booking.created', entity: 'booking', entityId: booking.id,
      change: { status: booking.status, package: item.slug, totalMinor: quote.totalMinor }, requestId: request.requestId, at: now,
    }),
  ]);
  if (!free && account) {
    await context.payments.openPayment(tx, {
      bookingId: booking.id, amountMinor: quote.dueNowMinor, currency: quote.currency, commissionBps: tenant.commissionBps,
      stripeAccountId: account.accountId, now,
    });
  }
  return booking.id;
}

function newBooking(request: RequestContext, draft: Draft, quote: Quote, given: { customerId: string; answers: readonly CheckedAnswer[]; expiresAt: Date | null }): NewBooking {
  const { tenant } = request.access;
  const { input, hold, item, now } = draft;
  const confirmed = given.expiresAt === null;
  return {
    id: newId<BookingId>(),
    reference: newReference(),
    holdId: hold.id,
    packageId: item.id,
    customerId: given.customerId,
    status: confirmed ? 'confirmed' : 'pending_payment',
    packageSlug: item.slug,
    packageName: item.name,
    ...blockedSpans(item, tenant.timeZone, hold),
    tenantTimeZone: tenant.timeZone,
    customerTimeZone: input.timeZone,
    locale: input.locale,
    partySize: hold.partySize,
    currency: quote.currency,
    subtotalMinor: quote.subtotalMinor,
    taxMinor: quote.taxMinor,
    totalMinor: quote.totalMinor,
    dueNowMinor: quote.dueNowMinor,
    commissionBps: tenant.commissionBps,
    note: input.note,
    answers: given.answers.map(keptAnswer),
    attribution: input.attribution,
    expiresAt: given.expiresAt,
    confirmedAt: confirmed ? now : null,
    createdAt: now,
  };
}

/** Makes the intent where one is due, and keeps the answer for retries. */
async function finishBooking(context: BookingsContext, request: RequestContext, bookingId: BookingId, idempotency: IdempotentRequest): Promise<BookingCreated> {
  const { scope, tenant } = request.access;
  const { booking, open } = await withTenant(context.app, scope, async (tx) => {
    const row = await findBooking(tx, bookingId);
    if (!row) throw new BookingNotFoundError();
    const payments = await context.payments.listBookingPayments(tx, bookingId);
    return { booking: row, open: payments.find(isOpen) };
  });
  const payment = open
    ? await context.payments.ensureIntent(scope, open.id as PaymentId, {
        description: `${booking.packageName} at ${tenant.name} (${booking.reference})`,
        metadata: { reference: booking.reference },
        receiptEmail: booking.customerEmail,
      })
    : null;
  return withTenant(context.app, scope, async (tx) => {
    const answer: BookingCreated = {
      booking: await readBooking(context, tx, bookingId),
      token: context.tokens.issue('booking', scope, bookingId),
      payment,
    };
    await storeAnswer(tx, context.idempotencyBox, idempotency, answer);
    return answer;
  });
}
