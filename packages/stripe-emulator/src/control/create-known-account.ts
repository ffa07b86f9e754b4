import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { invalidRequest } from '../http/api-error.ts';
import type { Parameters } from '../http/parameters.ts';
import { boolean, required, text } from '../http/parameters.ts';
import { currencyOfCountry } from '../money/country-currency.ts';
import { onboardAccount } from '../payments/account-state.ts';
import { createAccountRecord } from '../payments/new-account.ts';

export const knownAccountParameters = {
  business_name: text(),
  country: required(text(2)),
  default_currency: text(),
  email: text(),
  id: required(text()),
  onboarded: boolean(),
};

/** Makes an account with an id that is known beforehand, as a seed needs it; one that is there already stays as it is. */
export function createKnownAccount(context: Context, input: Parameters<typeof knownAccountParameters>): Stripe.Account {
  const existing = context.store.get('account', input.id);
  if (existing !== undefined) return existing.object;
  if (!/^acct_\w+$/.test(input.id)) throw invalidRequest('An account id begins with acct_.', { param: 'id' });
  const country = input.country.toUpperCase();
  const currency = input.default_currency?.toLowerCase() ?? currencyOfCountry(country);
  if (currency === null) throw invalidRequest(`${country} is not currently supported by Stripe.`, { param: 'country' });
  const { object } = createAccountRecord(context, {
    id: input.id,
    businessProfile: input.business_name === undefined ? {} : { name: input.business_name },
    businessType: 'company',
    capabilities: ['card_payments', 'transfers'],
    controller: {
      fees: { payer: 'account' },
      is_controller: true,
      losses: { payments: 'stripe' },
      requirement_collection: 'stripe',
      stripe_dashboard: { type: 'express' },
      type: 'application',
    },
    country,
    currency,
    email: input.email ?? null,
    metadata: {},
    type: 'none',
  });
  return input.onboarded === false ? object : onboardAccount(context, input.id);
}
