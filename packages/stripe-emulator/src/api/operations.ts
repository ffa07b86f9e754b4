import type { Operation } from '../http/operation.ts';
import { accountLinks } from './account-links.ts';
import { accounts } from './accounts.ts';
import { applicationFees } from './application-fees.ts';
import { balance } from './balance.ts';
import { charges } from './charges.ts';
import { customers } from './customers.ts';
import { disputes } from './disputes.ts';
import { events } from './events.ts';
import { loginLinks } from './login-links.ts';
import { paymentIntents } from './payment-intents.ts';
import { paymentMethodDomains } from './payment-method-domains.ts';
import { paymentMethods } from './payment-methods.ts';
import { payouts } from './payouts.ts';
import { refunds } from './refunds.ts';
import { webhookEndpoints } from './webhook-endpoints.ts';

/** Everything that the emulator can do of Stripe's API. */
export const OPERATIONS: readonly Operation[] = [
  ...accounts,
  ...accountLinks,
  ...applicationFees,
  ...balance,
  ...charges,
  ...customers,
  ...disputes,
  ...events,
  ...loginLinks,
  ...paymentIntents,
  ...paymentMethodDomains,
  ...paymentMethods,
  ...payouts,
  ...refunds,
  ...webhookEndpoints,
];
