import type Stripe from 'stripe';
import { invalidRequest } from '../http/api-error.ts';
import type { Parameters } from '../http/parameters.ts';
import { hash, oneOf } from '../http/parameters.ts';

export const controllerParameters = {
  fees: hash({ payer: oneOf('account', 'application') }),
  losses: hash({ payments: oneOf('application', 'stripe') }),
  requirement_collection: oneOf('application', 'stripe'),
  stripe_dashboard: hash({ type: oneOf('express', 'full', 'none') }),
};

type AccountType = 'custom' | 'express' | 'standard';

/** Who pays, who bears losses and what dashboard there is, by each type of old. @see https://docs.stripe.com/connect/migrate-to-controller-properties */
const BY_TYPE = {
  standard: controller('account', 'stripe', 'stripe', 'full'),
  express: controller('application_express', 'application', 'stripe', 'express'),
  custom: controller('application_custom', 'application', 'application', 'none'),
} as const satisfies Record<AccountType, Stripe.Account.Controller>;

/**
 * Tells who controls a new account.
 * @throws ApiError 400 when `type` and `controller` are both given, or when the platform would bear losses but not the fees
 * @see https://docs.stripe.com/connect/accounts-v2/connected-account-configuration
 */
export function controllerOf(
  type: AccountType | undefined,
  given: Parameters<typeof controllerParameters> | undefined,
): { type: Stripe.Account['type']; controller: Stripe.Account.Controller } {
  if (type !== undefined && given !== undefined) {
    throw invalidRequest('You may not provide the `type` parameter and `controller` parameters simultaneously. They are mutually exclusive.', { param: 'type' });
  }
  if (given === undefined) return { type: type ?? 'standard', controller: BY_TYPE[type ?? 'standard'] };
  const payer = given.fees?.payer ?? 'account';
  const losses = given.losses?.payments ?? 'stripe';
  const collection = given.requirement_collection ?? 'stripe';
  const dashboard = given.stripe_dashboard?.type ?? 'full';
  if (losses === 'application' && payer !== 'application') {
    throw invalidRequest('When `controller[losses][payments]` is `application`, `controller[fees][payer]` must be `application` too.', { param: 'controller[fees][payer]' });
  }
  if (collection === 'application' && dashboard !== 'none') {
    throw invalidRequest('When `controller[requirement_collection]` is `application`, `controller[stripe_dashboard][type]` must be `none`.', {
      param: 'controller[stripe_dashboard][type]',
    });
  }
  const isStandard = payer === 'account' && losses === 'stripe' && collection === 'stripe' && dashboard === 'full';
  return { type: isStandard ? 'standard' : 'none', controller: controller(payer, losses, collection, dashboard) };
}

function controller(
  payer: Stripe.Account.Controller.Fees.Payer,
  losses: 'application' | 'stripe',
  collection: 'application' | 'stripe',
  dashboard: 'express' | 'full' | 'none',
): Stripe.Account.Controller {
  return {
    fees: { payer },
    is_controller: true,
    losses: { payments: losses },
    requirement_collection: collection,
    stripe_dashboard: { type: dashboard },
    type: 'application',
  };
}
