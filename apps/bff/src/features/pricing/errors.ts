import { DomainError } from '../../platform/errors.ts';

/** One answer for a code that doesn't exist, isn't valid yet or is for other packages: who guesses codes learns nothing. */
export class PromoCodeInvalidError extends DomainError {
  readonly code = 'promo_code_invalid';
  constructor() {
    super('Check the code, or book without it.');
  }
}

export class PromoCodeExpiredError extends DomainError {
  readonly code = 'promo_code_expired';
  constructor() {
    super('The code was valid until some time ago; book without it.');
  }
}

export class PromoCodeUsedUpError extends DomainError {
  readonly code = 'promo_code_used_up';
  constructor() {
    super('The code was used as often as it may be; book without it.');
  }
}

export class OutsideServiceAreaError extends DomainError {
  readonly code = 'outside_service_area';
  constructor() {
    super('The business does not come to this postal code; choose another place or another package.');
  }
}
