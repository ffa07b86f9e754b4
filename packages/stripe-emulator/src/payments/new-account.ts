import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import type { AccountRecord } from '../store/records.ts';
import { NO_ADDRESS } from './cards.ts';
import { withState } from './account-state.ts';

export interface NewAccount {
  readonly id: string;
  readonly country: string;
  readonly currency: string;
  readonly email: string | null;
  readonly type: Stripe.Account['type'];
  readonly controller: Stripe.Account.Controller;
  readonly businessType: Stripe.Account['business_type'];
  readonly businessProfile: Partial<Stripe.Account.BusinessProfile>;
  readonly capabilities: readonly string[];
  readonly metadata: Stripe.Metadata;
}

/** Makes a connected account that still has to be onboarded. */
export function createAccountRecord(context: Context, input: NewAccount): AccountRecord {
  const now = toUnixSeconds(context.clock.now());
  const requestedCapabilities = Object.fromEntries(input.capabilities.map((name) => [name, now]));
  const object: Stripe.Account = {
    id: input.id,
    object: 'account',
    business_profile: { ...NO_BUSINESS_PROFILE, ...input.businessProfile },
    business_type: input.businessType ?? null,
    charges_enabled: false,
    controller: input.controller,
    country: input.country,
    created: now,
    default_currency: input.currency,
    details_submitted: false,
    email: input.email,
    external_accounts: { object: 'list', data: [], has_more: false, url: `/v1/accounts/${input.id}/external_accounts` },
    metadata: input.metadata,
    payouts_enabled: false,
    settings: settings(input.businessProfile.name ?? null),
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: input.type,
  };
  const record: AccountRecord = { account: context.platform, object: withState(object, requestedCapabilities, false), requestedCapabilities };
  context.store.put('account', input.id, record);
  return record;
}

const NO_BUSINESS_PROFILE: Stripe.Account.BusinessProfile = {
  annual_revenue: null,
  estimated_worker_count: null,
  mcc: null,
  minority_owned_business_designation: null,
  name: null,
  product_description: null,
  specified_commercial_transactions_act_url: null,
  support_address: NO_ADDRESS,
  support_email: null,
  support_phone: null,
  support_url: null,
  url: null,
};

function settings(displayName: string | null): Stripe.Account.Settings {
  return {
    branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
    card_payments: {
      decline_on: { avs_failure: false, cvc_failure: false },
      statement_descriptor_prefix: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    dashboard: { display_name: displayName, timezone: 'Etc/UTC' },
    payments: {
      statement_descriptor: null,
      statement_descriptor_kana: null,
      statement_descriptor_kanji: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    payouts: { debit_negative_balances: true, schedule: { delay_days: 2, interval: 'daily' }, statement_descriptor: null },
  };
}
