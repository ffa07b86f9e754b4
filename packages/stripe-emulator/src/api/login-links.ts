import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import { invalidRequest } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import type { Declared } from '../http/parameters.ts';
import { newId } from '../store/ids.ts';
import { getAccount } from './accounts.ts';

const createLoginLink = operation({
  method: 'post',
  path: '/v1/accounts/:id/login_links',
  parameters: {} satisfies Declared<Stripe.AccountCreateLoginLinkParams>,
  run(context, _input, { id }) {
    const { object: account } = getAccount(context, id);
    if (account.controller?.stripe_dashboard?.type !== 'express') {
      throw invalidRequest(`Cannot create a login link for the account ${id}, which does not have access to the Express Dashboard.`);
    }
    if (!account.details_submitted) throw invalidRequest(`Cannot create a login link for an account that has not completed onboarding.`);
    return {
      object: 'login_link',
      created: toUnixSeconds(context.clock.now()),
      url: `${context.url}/express/${id}/${newId('login', 24)}`,
    } satisfies Stripe.LoginLink;
  },
});

export const loginLinks: readonly Operation[] = [createLoginLink];
