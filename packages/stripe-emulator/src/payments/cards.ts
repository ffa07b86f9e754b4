import type Stripe from 'stripe';
import { passesLuhn, schemeOf } from '../cards/card-number.ts';
import { DECLINES } from '../cards/declines.ts';
import { findTestCard, findTestCardByToken } from '../cards/test-cards.ts';
import type { CardOutcome } from '../cards/test-cards.ts';
import type { Context } from '../context.ts';
import { ApiError, resourceMissing } from '../http/api-error.ts';
import type { PaymentMethodRecord } from '../store/records.ts';
import type { MethodFacts, MethodOwner } from './store-method.ts';
import { storeMethod } from './store-method.ts';

export interface CardInput {
  readonly number: string;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly cvc?: string;
}

/**
 * Makes a payment method from a card's data.
 * @throws ApiError 402 for a number, date or code that can't be right
 */
export function createCardMethod(context: Context, card: CardInput, owner: MethodOwner): PaymentMethodRecord {
  const number = card.number.replaceAll(/[\s-]/g, '');
  assertPlausible(context, { ...card, number });
  const outcome: CardOutcome = findTestCard(number)?.outcome ?? { kind: 'decline', decline: DECLINES.liveCardInTestMode };
  const expYear = fullYear(card.exp_year);
  return storeMethod(context, describeCard({ number, expMonth: card.exp_month, expYear, cvcGiven: card.cvc !== undefined }), outcome, owner);
}

/**
 * Finds a payment method of the account; an id such as `pm_card_visa` makes a new one.
 * @throws ApiError 404 when the account has none by that id
 */
export function getMethod(context: Context, id: string): PaymentMethodRecord {
  const testCard = findTestCardByToken(id);
  if (testCard !== null) {
    const expYear = new Date(context.clock.now()).getUTCFullYear() + 1;
    const facts = describeCard({ number: testCard.number, expMonth: 11, expYear, cvcGiven: false });
    return storeMethod(context, facts, testCard.outcome, { billing: NO_BILLING_DETAILS, metadata: {} });
  }
  const record = context.store.get('payment_method', id);
  if (record === undefined || record.account !== context.account) throw resourceMissing('PaymentMethod', id, 'payment_method');
  return record;
}

export const NO_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null } as const satisfies Stripe.Address;

export const NO_BILLING_DETAILS: Stripe.PaymentMethod.BillingDetails = { address: NO_ADDRESS, email: null, name: null, phone: null, tax_id: null };

interface CardFacts {
  readonly number: string;
  readonly expMonth: number;
  readonly expYear: number;
  readonly cvcGiven: boolean;
}

function describeCard({ number, expMonth, expYear, cvcGiven }: CardFacts): MethodFacts {
  const { brand } = schemeOf(number);
  const card: Stripe.PaymentMethod.Card = {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: cvcGiven ? 'pass' : null },
    country: 'US',
    display_brand: brand,
    exp_month: expMonth,
    exp_year: expYear,
    fingerprint: Buffer.from(number).toString('base64url').slice(-16),
    funding: ['4000056655665556', '5200828282828210'].includes(number) ? 'debit' : 'credit',
    generated_from: null,
    last4: number.slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
  return { card, type: 'card' };
}

function assertPlausible(context: Context, card: CardInput): void {
  const { lengths, cvcLength } = schemeOf(card.number);
  if (!/^\d+$/.test(card.number) || !lengths.includes(card.number.length)) {
    throw cardError('invalid_number', 'The card number is not a valid credit card number.', 'number');
  }
  if (!passesLuhn(card.number)) throw cardError('incorrect_number', 'Your card number is incorrect.', 'number');
  if (card.exp_month < 1 || card.exp_month > 12) throw cardError('invalid_expiry_month', "Your card's expiration month is invalid.", 'exp_month');
  const now = new Date(context.clock.now());
  const year = fullYear(card.exp_year);
  if (year < now.getUTCFullYear() || year > now.getUTCFullYear() + 50) {
    throw cardError('invalid_expiry_year', "Your card's expiration year is invalid.", 'exp_year');
  }
  if (year === now.getUTCFullYear() && card.exp_month < now.getUTCMonth() + 1) {
    throw cardError('invalid_expiry_month', "Your card's expiration month is invalid.", 'exp_month');
  }
  if (card.cvc !== undefined && !(/^\d+$/.test(card.cvc) && card.cvc.length === cvcLength)) {
    throw cardError('invalid_cvc', "Your card's security code is invalid.", 'cvc');
  }
}

function cardError(code: string, message: string, param: string): ApiError {
  return new ApiError(402, { type: 'card_error', code, message, param });
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}
