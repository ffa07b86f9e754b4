import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { invalidRequest, notEmulated } from '../http/api-error.ts';
import type { Parameters } from '../http/parameters.ts';
import { clearable, hash, integer, metadata, missing, oneOf, required, text, unsupported } from '../http/parameters.ts';
import { NO_ADDRESS, NO_BILLING_DETAILS, createCardMethod } from '../payments/cards.ts';
import { createRedirectMethod, isRedirectMethod } from '../payments/redirect-methods.ts';
import type { PaymentMethodRecord } from '../store/records.ts';

const addressLine = clearable(text());

export const addressParameters = { city: addressLine, country: addressLine, line1: addressLine, line2: addressLine, postal_code: addressLine, state: addressLine };

export const billingParameters = {
  address: hash(addressParameters),
  email: clearable(text()),
  name: clearable(text()),
  phone: clearable(text()),
  tax_id: clearable(text()),
};

/** The parameters of a new method, by itself or inside a confirmation. */
export const methodParameters = {
  allow_redisplay: oneOf('always', 'limited', 'unspecified'),
  billing_details: hash(billingParameters),
  // These types ask the customer for nothing beforehand, or for a bank that the emulator picks itself.
  alipay: hash({}),
  bancontact: hash({}),
  ideal: hash({ bank: text() }),
  p24: hash({ bank: text() }),
  pay_by_bank: hash({}),
  twint: hash({}),
  card: hash({ cvc: text(), exp_month: required(integer()), exp_year: required(integer()), networks: unsupported(), number: required(text()) }),
  metadata: metadata(),
  type: required(text()),
};

/**
 * Makes a payment method of the card that a customer typed, or of the bank that they picked.
 * @throws ApiError 400 with a secret key: card numbers must not pass through a server
 */
export function methodFromData(context: Context, data: Parameters<typeof methodParameters>, path = ''): PaymentMethodRecord {
  const at = (name: string): string => (path === '' ? name : `${path}[${name}]`);
  const owner = { billing: withBilling(NO_BILLING_DETAILS, data.billing_details), metadata: data.metadata ?? {} };
  if (isRedirectMethod(data.type)) return createRedirectMethod(context, data.type, owner);
  if (data.type !== 'card') throw notEmulated(`payment methods of type ${data.type}`, at('type'));
  if (data.card === undefined) throw missing(at('card'));
  if (context.key === 'secret') {
    throw invalidRequest(
      'Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test payment methods that map to the test card you are using, such as pm_card_visa.',
    );
  }
  return createCardMethod(context, data.card, owner);
}

/** Billing details with what was given put in. */
export function withBilling(current: Stripe.PaymentMethod.BillingDetails, given: Parameters<typeof billingParameters> | undefined): Stripe.PaymentMethod.BillingDetails {
  if (given === undefined) return current;
  const { address, ...person } = given;
  return { ...current, ...person, address: { ...(current.address ?? NO_ADDRESS), ...address } };
}
