import type { Answers, Attribution, BookingCreated, Quote } from '@mais/contract';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId, type HoldId, type PaymentId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { blockedSpans } from '../availability/index.ts';
import { asksForFile, checkAnswers, keptAnswer, withoutPartyLimits, type CatalogPackage, type CheckedAnswer } from '../catalog/index.ts';
import { recordEvent } from '../events/index.ts';
import { keepFiles, listFilesOfHold } from '../files/index.ts';
import { assertChargeable, isOpen, PaymentsUnavailableError, type BookingPayments } from '../payments/index.ts';
import { assertPostalCode, claimUse, priceForBooking, PromoCodeUsedUpError, readPriceList, type PriceList } from '../pricing/index.ts';
import { accountFor } from '../tenants/index.ts';
import { findBooking, insertBooking, insertLineItems, insertTransition, upsertCustomer, type CustomerDetails, type NewBooking } from './booking-repository.ts';
import { purposeOf, savesMethod } from './booking.ts';
import { assertOpenHold } from './assert-open-hold.ts';
import { lockResources } from './claim-resources.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { AmountChangedError, BookingNotFoundError, HoldExpiredError, HoldNotFoundError } from './errors.ts';
import { findHoldForUpdate, keepClaims, updateHold } from './hold-repository.ts';
import type { HoldRow } from './hold.ts';
import { beginIdempotent, noteResource, storeAnswer, type IdempotentRequest } from '../../platform/idempotency/idempotency.ts';
import { readBooking, showBooking } from './get-booking.ts';
import { newReference } from './reference.ts';
import { soldTerms } from './sold-terms.ts';

export interface BookingInput {
  readonly holdId: HoldId;
  readonly holdToken: string;
  readonly addOns: readonly { addOn: string; quantity: number }[];
  readonly promoCode: string | null;
  readonly postalCode: string | null;
  readonly customer: CustomerDetails;
  readonly note: string | null;
  readonly answers: Answers;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly attribution: Attribution;
  readonly allowRedirects: boolean;
  /** What the customer was shown; null where nobody said. */
  readonly expectedTotalMinor: number | null;
  readonly idempotency: IdempotentRequest;
}

/**
 * Turns a hold into a booking: confirmed at once where nothing is due, else waiting for its payment, whose intent is made
 * at Stripe after the commit. A retry with the same key goes on from wherever the first try ended.
 * @returns the booking, the token that opens it, and what the client needs to pay
 * @throws HoldNotFoundError, HoldExpiredError, HoldNotActiveError, InvalidTokenError, InvalidRequestError,
 *   AmountChangedError, IdempotencyKeyReusedError, PromoCodeInvalidError, PromoCodeExpiredError, PromoCodeUsedUpError, OutsideServiceAreaError, PaymentsUnavailableError, AmountTooSmallError, PaymentProviderUnavailableError
 */
export async function createBooking(context: BookingsContext, request: RequestContext, input: BookingInput): Promise<BookingCreated> {
  const { scope } = request.access;
  const prices = await readPriceList(context.pricing, request.access);
  const started = await withTenant(context.app, scope, async (tx) => {
    const now = context.clock.now();
    const [earlier, hold] = await Promise.all([
      beginIdempotent<BookingCreated>(tx, context.idempotencyBox, input.idempotency, now),
      findHoldForUpdate(tx, input.holdId),
    ]);
    if (earlier?.answer) return { answer: earlier.answer };
    if (earlier?.resourceId) return { bookingId: earlier.resourceId as BookingId };
    const item = prices.catalog.packages.find((candidate) => candidate.id === hold?.packageId);
    if (!hold || !item) throw new HoldNotFoundError();
    assertOpenHold(context, request.access.scope, { hold, token: input.holdToken, now });
    return writeBooking(context, request, tx, { input, hold, item, prices, now });
  });
  return started.answer ?? finishBooking(context, request, started.bookingId, input.idempotency);
}

interface Draft {
  readonly input: BookingInput;
  readonly hold: HoldRow;
  readonly item: CatalogPackage;
  readonly prices: PriceList;
  readonly now: Date;
}

/** @returns the answer where nothing is due; else the booking whose payment is to be made ready */
async function writeBooking(context: BookingsContext, request: RequestContext, tx: TenantTx, draft: Draft): Promise<{ answer: BookingCreated } | { answer?: never; bookingId: BookingId }> {
  const { tenant, scope } = request.access;
  const { input, hold, item, now } = draft;
  assertPostalCode(item, input.postalCode);
  const { addOns, promoCode, postalCode } = input;
  const { quote, code } = await priceForBooking(tx, request.access, draft.prices, withoutPartyLimits(item), { partySize: hold.partySize, addOns, startsAt: hold.startsAt, promoCode, postalCode, now });
  if (input.expectedTotalMinor !== null && quote.totalMinor !== input.expectedTotalMinor) throw new AmountChangedError(quote.totalMinor, quote.currency);
  const files = asksForFile(item) ? await listFilesOfHold(tx, hold.id) : [];
  const answers = checkAnswers(item.questions, input.answers, new Map(files.map(({ id, name }) => [id, name])));
  const kept = files.filter(({ id }) => answers.some(({ value }) => value === id));
  const account = accountFor(tenant, scope.livemode);
  const free = quote.dueNowMinor === 0;
  if (!free && (!account || !context.payments.canCharge(account, scope.livemode))) throw new PaymentsUnavailableError();
  // What will be asked for later has to be chargeable too; nobody could pay the rest of what was sold.
  if (quote.balanceMinor > 0) assertChargeable(quote.balanceMinor, quote.currency);
  const expiresAt = new Date(Math.max(hold.expiresAt.getTime(), now.getTime() + context.config.holdTtlMs));
  const booking = newBooking(request, draft, quote, { answers, expiresAt: free ? null : expiresAt });
  const answer: BookingCreated | null = free
    ? { booking: showBooking(context, scope, booking, { lineItems: quote.lineItems, totals: nothingPaid }), token: context.tokens.issue('booking', scope, booking.id), payment: null }
    : null;

  // Sent in this order and all at once; what came of the claims is looked at when everything has been answered.
  const [, stillOurs] = await Promise.all([
    Promise.all(lockResources(tx, item.rules.resources)),
    keepClaims(tx, hold.id, booking.expiresAt),
    upsertCustomer(tx, input.customer, answers, now),
    insertBooking(tx, booking),
    insertLineItems(tx, booking.id, quote.lineItems),
    updateHold(tx, hold.id, { status: 'booked', expiresAt }),
    context.holdListener.holdBooked(tx, { holdId: hold.id, bookingId: booking.id }, now),
    insertTransition(tx, { bookingId: booking.id, from: null, to: booking.status, cause: 'booked', actor: request.actor, at: now }),
    recordAudit(tx, {
      actor: request.actor, action: 'booking.created', entity: 'booking', entityId: booking.id,
      change: { status: booking.status, package: item.slug, totalMinor: quote.totalMinor }, requestId: request.requestId, at: now,
    }),
    recordEvent(tx, { type: 'booking.created', bookingId: booking.id, at: now }),
    ...(free ? [recordEvent(tx, { type: 'booking.confirmed', bookingId: booking.id, data: { from: null, cause: 'nothing_due' }, at: now })] : []),
    ...(kept.length > 0 ? [keepFiles(tx, kept.map(({ id }) => id), booking.id)] : []),
    noteResource(tx, context.idempotencyBox, input.idempotency, booking.id, answer),
  ]);
  // A claim that was released in the meantime is another's now: the hold has expired by somebody else's clock.
  if (!stillOurs) throw new HoldExpiredError();
  if (code && !(await claimUse(tx, code, { bookingId: booking.id, now }))) throw new PromoCodeUsedUpError();
  if (answer) return { answer };
  if (account) {
    await context.payments.openPayment(tx, {
      bookingId: booking.id, purpose: purposeOf(booking), amountMinor: quote.dueNowMinor, currency: quote.currency, commissionBps: tenant.commissionBps,
      stripeAccountId: account.accountId, allowsRedirects: input.allowRedirects, savesMethod: savesMethod(booking), now,
    });
  }
  return { bookingId: booking.id };
}

const nothingPaid: BookingPayments = { paidMinor: 0, refundedMinor: 0, correctedMinor: 0, disputedMinor: 0 };

function newBooking(request: RequestContext, draft: Draft, quote: Quote, given: { answers: readonly CheckedAnswer[]; expiresAt: Date | null }): NewBooking {
  const { tenant } = request.access;
  const { input, hold, item, now } = draft;
  const confirmed = given.expiresAt === null;
  return {
    id: newId<BookingId>(),
    reference: newReference(),
    holdId: hold.id,
    packageId: item.id,
    customerName: input.customer.name,
    customerEmail: input.customer.email,
    status: confirmed ? 'confirmed' : 'pending_payment',
    paymentStatus: 'none',
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
    discountMinor: quote.discountMinor,
    balanceDueAt: quote.balanceDueAt === null ? null : new Date(quote.balanceDueAt),
    commissionBps: tenant.commissionBps,
    cancellationPolicy: item.cancellationPolicy,
    terms: soldTerms(item, input.addOns),
    timesMoved: 0,
    balanceNextAt: quote.balanceDueAt === null ? null : new Date(quote.balanceDueAt),
    balanceTries: 0,
    manageVersion: 1,
    postalCode: input.postalCode,
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
