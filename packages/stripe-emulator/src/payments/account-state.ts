import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import { forAccount, isConnected } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { invalidRequest } from '../http/api-error.ts';
import type { AccountRecord } from '../store/records.ts';

/** What an account has to give before it may take charges, in the order of Stripe's own form. */
const ASKED_AT_ONBOARDING = ['business_profile.mcc', 'business_profile.url', 'business_type', 'external_account', 'tos_acceptance.date', 'tos_acceptance.ip'];

const NO_REQUIREMENTS: Stripe.Account.Requirements = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
};

/** @throws ApiError 400 when the connected account can't take charges (yet) */
export function assertChargesEnabled(context: Context): void {
  if (!isConnected(context)) return;
  const account = context.store.get('account', context.account)?.object;
  if (account?.charges_enabled === true) return;
  throw invalidRequest(
    'Your account cannot currently make charges. Finish onboarding, and see `requirements` on the account for what is still due.',
  );
}

/** What customers know the context's account as. */
export function merchantName(context: Context): string {
  const account = context.store.get('account', context.account)?.object;
  return account?.business_profile?.name ?? account?.email ?? context.account;
}

/** An account as its onboarding and its capabilities make it. */
export function withState(object: Stripe.Account, requested: AccountRecord['requestedCapabilities'], onboarded: boolean): Stripe.Account {
  const due = onboarded ? [] : ASKED_AT_ONBOARDING;
  const capabilities = Object.fromEntries(Object.keys(requested).map((name) => [name, onboarded ? 'active' : 'inactive']));
  return {
    ...object,
    capabilities,
    charges_enabled: capabilities['card_payments'] === 'active',
    details_submitted: onboarded,
    payouts_enabled: onboarded && Object.keys(requested).length > 0,
    future_requirements: { ...NO_REQUIREMENTS, disabled_reason: null, errors: [] },
    requirements: { ...NO_REQUIREMENTS, currently_due: due, eventually_due: due, past_due: due, disabled_reason: onboarded ? null : 'requirements.past_due' },
  };
}

/** Completes an account's onboarding: what it asked for becomes active and it may take charges. */
export function onboardAccount(context: Context, id: string): Stripe.Account {
  const record = context.store.get('account', id);
  if (record === undefined) throw invalidRequest(`No such account: '${id}'`, { param: 'account' });
  if (record.object.details_submitted) return record.object;
  const onboarded: Stripe.Account = {
    ...withState(record.object, record.requestedCapabilities, true),
    tos_acceptance: { date: toUnixSeconds(context.clock.now()), ip: '127.0.0.1', user_agent: null },
  };
  return changeAccount(context, record, onboarded);
}

/** Stores a changed account and says what it was before in `account.updated`. */
export function changeAccount(context: Context, record: AccountRecord, object: Stripe.Account, requested = record.requestedCapabilities): Stripe.Account {
  context.store.put('account', object.id, { account: record.account, object, requestedCapabilities: requested });
  const previous = changedFields(record.object, object);
  if (Object.keys(previous).length > 0) emitEvent(forAccount(context, object.id), 'account.updated', object, previous);
  return object;
}

function changedFields(before: Stripe.Account, after: Stripe.Account): Partial<Stripe.Account> {
  const names = Object.keys(after) as Array<keyof Stripe.Account>;
  return Object.fromEntries(names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) => [name, before[name]]));
}
