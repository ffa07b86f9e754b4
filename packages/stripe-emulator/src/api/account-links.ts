import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import type { Declared } from '../http/parameters.ts';
import { hash, missing, oneOf, required, text } from '../http/parameters.ts';
import { newId } from '../store/ids.ts';
import { getAccount } from './accounts.ts';

/** A link can be opened once, for a few minutes. */
const LIFETIME_MS = 5 * 60 * 1000;

const createAccountLink = operation({
  method: 'post',
  path: '/v1/account_links',
  parameters: {
    account: required(text()),
    collect: oneOf('currently_due', 'eventually_due'),
    collection_options: hash({ fields: oneOf('currently_due', 'eventually_due'), future_requirements: oneOf('include', 'omit') }),
    refresh_url: text(),
    return_url: text(),
    type: required(oneOf('account_onboarding', 'account_update')),
  } satisfies Declared<Stripe.AccountLinkCreateParams>,
  run(context, input) {
    const { object: account } = getAccount(context, input.account);
    if (input.return_url === undefined) throw missing('return_url');
    if (input.refresh_url === undefined) throw missing('refresh_url');
    const now = context.clock.now();
    const token = newId('link', 32);
    context.store.put('account_link', token, {
      connectedAccount: account.id,
      expiresAtMs: now + LIFETIME_MS,
      refreshUrl: input.refresh_url,
      returnUrl: input.return_url,
      used: false,
    });
    return {
      object: 'account_link',
      created: toUnixSeconds(now),
      expires_at: toUnixSeconds(now + LIFETIME_MS),
      url: `${context.url}/setup/${token}`,
    } satisfies Stripe.AccountLink;
  },
});

export const accountLinks: readonly Operation[] = [createAccountLink];
