import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { forbidden, invalidRequest } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { pageOf, timedPageParameters } from '../http/pagination.ts';
import { boolean, clearable, hash, metadata, oneOf, text, unsupportedParameters } from '../http/parameters.ts';
import type { Declared, Field } from '../http/parameters.ts';
import { currencyOfCountry } from '../money/country-currency.ts';
import { changeAccount, withState } from '../payments/account-state.ts';
import { createAccountRecord } from '../payments/new-account.ts';
import { newId } from '../store/ids.ts';
import type { AccountRecord } from '../store/records.ts';
import { controllerOf, controllerParameters } from './account-controller.ts';
import { CAPABILITIES } from './capability-names.ts';
import { mergeMetadata } from './metadata.ts';

const businessProfile = hash({
  ...unsupportedParameters('annual_revenue', 'estimated_worker_count', 'minority_owned_business_designation', 'monthly_estimated_revenue', 'support_address'),
  mcc: text(4),
  name: text(),
  product_description: text(),
  specified_commercial_transactions_act_url: clearable(text()),
  support_email: text(),
  support_phone: text(),
  support_url: clearable(text()),
  url: text(),
});

const requestable = hash({ requested: boolean() });
const capabilities = hash(Object.fromEntries(CAPABILITIES.map((name) => [name, requestable])) as Record<string, Field<{ readonly requested?: boolean }>>);

const shared = {
  ...unsupportedParameters('account_token', 'company', 'documents', 'external_account', 'groups', 'individual', 'settings', 'tos_acceptance'),
  business_profile: businessProfile,
  business_type: oneOf('company', 'government_entity', 'individual', 'non_profit'),
  capabilities,
  default_currency: text(),
  email: text(),
  metadata: metadata(),
};

const createAccount = operation({
  method: 'post',
  path: '/v1/accounts',
  parameters: { ...shared, controller: hash(controllerParameters), country: text(2), type: oneOf('custom', 'express', 'standard') } satisfies Declared<Stripe.AccountCreateParams>,
  run(context, input) {
    const { type, controller } = controllerOf(input.type, input.controller);
    const country = (input.country ?? 'US').toUpperCase();
    const currency = input.default_currency?.toLowerCase() ?? currencyOfCountry(country);
    if (currency === null) throw invalidRequest(`${country} is not currently supported by Stripe.`, { code: 'country_unsupported', param: 'country' });
    const { object } = createAccountRecord(context, {
      id: newId('acct', 16),
      businessProfile: given(input.business_profile ?? {}),
      businessType: input.business_type,
      // An account with the full dashboard asks for what it wants by itself.
      capabilities: type === 'standard' ? ['card_payments', 'transfers'] : requestedNames(input.capabilities),
      controller,
      country,
      currency,
      email: input.email ?? null,
      metadata: input.metadata ?? {},
      type,
    });
    return object;
  },
});

const updateAccount = operation({
  method: 'post',
  path: '/v1/accounts/:id',
  parameters: shared satisfies Declared<Stripe.AccountUpdateParams>,
  run(context, input, { id }) {
    const record = getAccount(context, id);
    const before = record.object;
    const changed: Stripe.Account = {
      ...before,
      business_profile: { ...before.business_profile, ...given(input.business_profile ?? {}) } as Stripe.Account.BusinessProfile,
      business_type: input.business_type ?? before.business_type ?? null,
      default_currency: input.default_currency?.toLowerCase() ?? before.default_currency ?? 'usd',
      email: input.email ?? before.email,
      metadata: mergeMetadata(before.metadata ?? {}, input.metadata),
    };
    return requestCapabilities(context, record, changed, input.capabilities);
  },
});

const retrieveAccount = operation({
  method: 'get',
  path: '/v1/accounts/:id',
  parameters: {},
  run: (context, _input, { id }) => getAccount(context, id).object,
});

const retrieveOwnAccount = operation({
  method: 'get',
  path: '/v1/account',
  parameters: {},
  run: (context) => getAccount(context, context.account).object,
});

const listAccounts = operation({
  method: 'get',
  path: '/v1/accounts',
  parameters: timedPageParameters satisfies Declared<Stripe.AccountListParams>,
  run: (context, input) => pageOf(context, 'account', '/v1/accounts', input, (account) => account.id !== context.platform),
});

const listCapabilities = operation({
  method: 'get',
  path: '/v1/accounts/:id/capabilities',
  parameters: {},
  run(context, _input, { id }) {
    const record = getAccount(context, id);
    const data = Object.keys(record.requestedCapabilities).map((name) => capabilityOf(record, name));
    return { object: 'list', data, has_more: false, url: `/v1/accounts/${id}/capabilities` } satisfies Stripe.ApiList<Stripe.Capability>;
  },
});

const retrieveCapability = operation({
  method: 'get',
  path: '/v1/accounts/:id/capabilities/:childId',
  parameters: {},
  run: (context, _input, { id, childId }) => capabilityOf(getAccount(context, id), knownCapability(childId)),
});

const updateCapability = operation({
  method: 'post',
  path: '/v1/accounts/:id/capabilities/:childId',
  parameters: { requested: boolean() } satisfies Declared<Stripe.AccountUpdateCapabilityParams>,
  run(context, input, { id, childId }) {
    const record = getAccount(context, id);
    requestCapabilities(context, record, record.object, { [knownCapability(childId)]: input });
    return capabilityOf(getAccount(context, id), childId);
  },
});

export const accounts: readonly Operation[] = [
  createAccount,
  listAccounts,
  retrieveOwnAccount,
  retrieveAccount,
  updateAccount,
  listCapabilities,
  retrieveCapability,
  updateCapability,
];

/**
 * Finds the platform's account or one of those connected to it; an account sees itself only.
 * @throws ApiError 403 for any other, as Stripe does
 */
export function getAccount(context: Context, id: string): AccountRecord {
  const record = context.store.get('account', id);
  if (record !== undefined && (record.account === context.account || id === context.account)) return record;
  throw forbidden(
    `The provided key does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
    { code: 'account_invalid' },
  );
}

type CapabilityRequests = Readonly<Record<string, { readonly requested?: boolean } | undefined>>;

function requestCapabilities(context: Context, record: AccountRecord, changed: Stripe.Account, requests: CapabilityRequests = {}): Stripe.Account {
  const requested = { ...record.requestedCapabilities };
  for (const [name, request] of Object.entries(requests)) {
    if (request?.requested === true) requested[name] ??= Math.floor(context.clock.now() / 1000);
    else if (request?.requested === false) delete requested[name];
  }
  return changeAccount(context, record, withState(changed, requested, changed.details_submitted), requested);
}

function capabilityOf(record: AccountRecord, name: string): Stripe.Capability {
  const requestedAt = record.requestedCapabilities[name] ?? null;
  const { requirements } = withState(record.object, record.requestedCapabilities, record.object.details_submitted);
  const status = requestedAt === null ? 'unrequested' : record.object.details_submitted ? 'active' : 'inactive';
  return {
    id: name,
    object: 'capability',
    account: record.object.id,
    requested: requestedAt !== null,
    requested_at: requestedAt,
    ...(requirements === undefined ? {} : { requirements: requirements as Stripe.Capability.Requirements }),
    status,
  };
}

function knownCapability(name: string): string {
  if (CAPABILITIES.some((known) => known === name)) return name;
  throw invalidRequest(`No such capability: '${name}'`, { code: 'resource_missing', param: 'capability' });
}

function requestedNames(requests: CapabilityRequests = {}): string[] {
  return Object.keys(requests).filter((name) => requests[name]?.requested === true);
}

function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
