import { DomainError, NotFoundError } from '../../platform/errors.ts';

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

export class PromoCodeExistsError extends DomainError {
  readonly code = 'promo_code_exists';
  constructor() {
    super('Another promo code has these letters; change that one, or choose others.');
  }
}

export class PromoCodeNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such promo code; list them with GET /api/v1/tenant/promo-codes.');
  }
}

export class PricingZoneNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such zone; list them with GET /api/v1/tenant/pricing-zones.');
  }
}

export class DaySurchargeNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such surcharge; list them with GET /api/v1/tenant/day-surcharges.');
  }
}
