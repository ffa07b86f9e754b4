import { z } from 'zod';
import { AmountMinor, Currency } from './money.ts';
import { Answer, Answers } from './questions.ts';
import { AddOnChoices, LineItem, PostalCode, PromoCodeText } from './quotes.ts';
import { Slug, typedText } from './text.ts';
import { Instant, TimeZone } from './time.ts';

export const BookingStatus = z.enum(['requested', 'pending_payment', 'confirmed', 'completed', 'cancelled', 'declined', 'expired', 'no_show']);
export const PaymentStatus = z.enum(['none', 'processing', 'deposit_paid', 'paid', 'partly_refunded', 'refunded', 'disputed']);

export const CustomerInput = z.strictObject({
  name: typedText({ min: 1, max: 200 }),
  email: z.email('must be an e-mail address such as ana@example.com').max(254),
  phone: typedText({ min: 3, max: 40 }).optional(),
});

/** Where the customer came from, told by the host page over the port. */
export const Attribution = z.strictObject({
  pageUrl: typedText({ min: 1, max: 2000 }).optional(),
  referrer: typedText({ min: 1, max: 2000 }).optional(),
  utm: z.record(z.string().regex(/^utm_[a-z_]{1,40}$/), typedText({ min: 1, max: 300 })).optional(),
});

const AllowRedirects = z.boolean().describe('Whether the form may offer ways to pay that lead away to a bank and back: on a page of its own it may, in a frame it must not');

/** What opens a booking's payment. */
export const PaymentRequest = z.strictObject({ allowRedirects: AllowRedirects }).meta({ id: 'PaymentRequest' });

export const BookingRequest = z
  .strictObject({
    holdId: z.uuid(),
    holdToken: z.string().min(1).max(200),
    addOns: AddOnChoices,
    promoCode: PromoCodeText.optional(),
    postalCode: PostalCode.optional().describe('Required by packages that ask for it'),
    customer: CustomerInput,
    note: typedText({ min: 1, max: 2000 }).optional(),
    answers: Answers.optional(),
    locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR').max(35).optional(),
    timeZone: TimeZone.optional().describe("The customer's own zone"),
    attribution: Attribution.optional(),
    allowRedirects: AllowRedirects.optional(),
    expectedTotalMinor: AmountMinor.optional().describe('The total that the customer was shown; where it is another one by now, the answer is `amount_changed` and nothing has happened'),
  })
  .meta({ id: 'BookingRequest' });

export const Booking = z
  .object({
    id: z.uuid(),
    reference: z.string().describe('Short, for people'),
    status: BookingStatus,
    paymentStatus: PaymentStatus,
    package: z.object({ slug: Slug, name: z.string() }),
    startsAt: Instant,
    endsAt: Instant,
    timeZone: z.string().describe("The tenant's zone"),
    partySize: z.int().positive(),
    customer: z.object({ name: z.string(), email: z.string() }),
    answers: z.array(Answer),
    currency: Currency,
    lineItems: z.array(LineItem),
    subtotalMinor: AmountMinor,
    taxMinor: AmountMinor,
    totalMinor: AmountMinor,
    dueNowMinor: AmountMinor.describe('What was due when booking: a deposit, or all of it'),
    discountMinor: AmountMinor,
    balanceMinor: AmountMinor.describe('What the price leaves to pay after `dueNowMinor`'),
    balanceDueAt: Instant.nullable(),
    paidMinor: AmountMinor,
    refundedMinor: AmountMinor,
    owedMinor: AmountMinor.describe('What is to be paid of it now or until `balanceDueAt`; a refund that is a gift is not owed again'),
    expiresAt: Instant.nullable().describe('Until when an unpaid booking keeps its time'),
    expiresInSeconds: z.int().nullable(),
    createdAt: Instant,
    confirmedAt: Instant.nullable(),
    manageToken: z.string().describe('Opens this booking as its own token does, until some time after it is over or the business takes it back: for links'),
    calendarToken: z.string().describe('Opens `/bookings/{id}/calendar.ics` and nothing else'),
  })
  .meta({ id: 'Booking' });

export const PaymentAttempt = z
  .object({
    paymentIntentId: z.string(),
    clientSecret: z.string(),
    accountId: z.string(),
    allowsRedirects: z.boolean().describe('Whether it can be paid by ways that lead away to a bank and back'),
    amountMinor: AmountMinor,
    currency: Currency,
  })
  .meta({ id: 'PaymentAttempt' });

export const BookingCreated = z
  .object({
    booking: Booking,
    token: z.string().describe('Opens this booking again: `Authorization: Bearer …`'),
    payment: PaymentAttempt.nullable().describe('null where nothing is due: the booking is confirmed already'),
  })
  .meta({ id: 'BookingCreated' });

export type BookingStatus = z.infer<typeof BookingStatus>;
export type PaymentStatus = z.infer<typeof PaymentStatus>;
export type Attribution = z.infer<typeof Attribution>;
export type BookingRequest = z.input<typeof BookingRequest>;
export type Booking = z.infer<typeof Booking>;
export type PaymentRequest = z.infer<typeof PaymentRequest>;
export type PaymentAttempt = z.infer<typeof PaymentAttempt>;
export type BookingCreated = z.infer<typeof BookingCreated>;
