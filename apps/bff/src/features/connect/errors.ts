import { DomainError } from '../../platform/errors.ts';

export class StripeNotSetUpError extends DomainError {
  readonly code = 'stripe_not_set_up';
  constructor(livemode: boolean) {
    super(`This installation does not reach Stripe in ${livemode ? 'live' : 'test'} mode: use a key of the other mode, or ask whoever runs it.`);
  }
}

export class StripeAccountMissingError extends DomainError {
  readonly code = 'stripe_account_missing';
  constructor() {
    super('Make one first: POST /api/v1/tenant/stripe-account.');
  }
}

export class StripeAccountExistsError extends DomainError {
  readonly code = 'stripe_account_exists';
  constructor(country: string) {
    super(`The account is in ${country}, and Stripe never moves one to another country. Ask the platform if that is wrong.`);
  }
}

export class StripeAccountNotOnboardedError extends DomainError {
  readonly code = 'stripe_account_not_onboarded';
  constructor() {
    super('The dashboard opens once the account is onboarded: POST /api/v1/tenant/stripe-account/onboarding-links.');
  }
}

export class StripeAccessLostError extends DomainError {
  readonly code = 'stripe_access_lost';
  constructor(options?: { cause?: unknown }) {
    super('The account has left the platform or was closed. POST /api/v1/tenant/stripe-account makes a new one.');
    if (options?.cause !== undefined) this.cause = options.cause;
  }
}

/** Stripe understood and says no, for a reason that the platform has to mend; the log has it. */
export class StripeRefusedError extends DomainError {
  readonly code = 'stripe_refused';
  constructor(options: { cause: unknown }) {
    super('Stripe does not take this from the platform now. Tell whoever runs it, with the requestId.');
    this.cause = options.cause;
  }
}
