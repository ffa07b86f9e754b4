import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { invalidRequest } from '../http/api-error.ts';
import type { PaymentMethodRecord } from '../store/records.ts';
import type { MethodOwner } from './store-method.ts';
import { storeMethod } from './store-method.ts';

/** The methods that send the customer to a page of the bank's, and the currencies that each takes. @see https://docs.stripe.com/payments/payment-methods/payment-method-support */
const REDIRECT_METHODS = {
  alipay: 'aud cad cny hkd jpy nzd sgd usd',
  ideal: 'eur',
  bancontact: 'eur',
  p24: 'pln',
  pay_by_bank: 'gbp',
  twint: 'chf',
} as const satisfies Partial<Record<Stripe.PaymentIntent.AllowedPaymentMethodType, string>>;

export type RedirectMethod = keyof typeof REDIRECT_METHODS;

const FACTS: Readonly<Record<RedirectMethod, Partial<Stripe.PaymentMethod>>> = {
  alipay: { alipay: {} },
  bancontact: { bancontact: {} },
  ideal: { ideal: { bank: 'ing', bic: 'INGBNL2A' } },
  p24: { p24: { bank: 'ing' } },
  pay_by_bank: { pay_by_bank: {} },
  twint: { twint: {} },
};

export function isRedirectMethod(type: string): type is RedirectMethod {
  return Object.hasOwn(REDIRECT_METHODS, type);
}

/** What an intent may be paid with: a card, and the currency's redirects unless they are turned off or the method is to be saved. */
export function methodTypesOf({
  automatic_payment_methods: automatic,
  currency,
  setup_future_usage: usage,
}: Pick<Stripe.PaymentIntent, 'automatic_payment_methods' | 'currency' | 'setup_future_usage'>): string[] {
  if (usage !== null || automatic?.enabled !== true || automatic.allow_redirects === 'never') return ['card'];
  const redirects = Object.entries(REDIRECT_METHODS).filter(([, currencies]) => currencies.split(' ').includes(currency));
  return ['card', ...redirects.map(([type]) => type)];
}

/** Makes a payment method whose bank asks the customer on a page of its own. */
export function createRedirectMethod(context: Context, type: RedirectMethod, owner: MethodOwner): PaymentMethodRecord {
  return storeMethod(context, { type, ...FACTS[type] }, { kind: 'authenticate', next: { kind: 'succeed' } }, owner);
}

/** @throws ApiError 400 for a method of a type that the intent doesn't take */
export function assertMethodAllowed(intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  if (intent.payment_method_types.includes(method.type)) return;
  throw invalidRequest(
    `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${intent.payment_method_types.join(', ')}.`,
    { code: 'payment_intent_incompatible_payment_method', param: 'payment_method', payment_intent: intent },
  );
}

/** What a charge tells of the method that paid it. */
export function redirectDetails(type: RedirectMethod): Omit<Stripe.Charge.PaymentMethodDetails, 'type'> {
  const sepa = { generated_sepa_debit: null, generated_sepa_debit_mandate: null, iban_last4: null, verified_name: null } as const;
  switch (type) {
    case 'alipay':
      return { alipay: { fingerprint: null, transaction_id: null } };
    case 'bancontact':
      return { bancontact: { ...sepa, bank_code: null, bank_name: null, bic: null, preferred_language: 'en' } };
    case 'ideal':
      return { ideal: { ...sepa, bank: 'ing', bic: 'INGBNL2A', transaction_id: null } };
    case 'p24':
      return { p24: { bank: 'ing', reference: null, verified_name: null } };
    case 'pay_by_bank':
      return { pay_by_bank: {} };
    case 'twint':
      return { twint: {} };
  }
}
