import { DomainError, NotFoundError } from '../../platform/errors.ts';

export class SlotTakenError extends DomainError {
  readonly code = 'slot_taken';
  constructor() {
    super('Somebody else was faster; choose another time.');
  }
}

export class NotEnoughSeatsError extends DomainError {
  readonly code = 'not_enough_seats';
  constructor() {
    super('Choose another time or a smaller party.');
  }
}

export class DailyLimitReachedError extends DomainError {
  readonly code = 'daily_limit_reached';
  constructor() {
    super('That day takes no further booking; choose another one.');
  }
}

export class HoldNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such hold; choose a time again.');
  }
}

export class HoldExpiredError extends DomainError {
  readonly code = 'hold_expired';
  constructor() {
    super('The time was held for a while and is free again; choose it once more.');
  }
}

export class HoldNotActiveError extends DomainError {
  readonly code = 'hold_not_active';
  constructor() {
    super('This hold was booked or released already; choose a time again.');
  }
}

export class BookingNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such booking.');
  }
}

export class BookingNotPayableError extends DomainError {
  readonly code = 'booking_not_payable';
  constructor() {
    super('It is paid, cancelled or expired; look at its status.');
  }
}

export class BookingNotCancellableError extends DomainError {
  readonly code = 'booking_not_cancellable';
  constructor() {
    super('It has begun, is cancelled or has expired; look at its status.');
  }
}

export class BookingNotReschedulableError extends DomainError {
  readonly code = 'booking_not_reschedulable';
  constructor() {
    super('Only a confirmed booking can be moved, and until the deadline of its policy; contact the business.');
  }
}

/** What the customer was shown isn't true any more; nothing has been done. */
export class AmountChangedError extends DomainError {
  readonly code = 'amount_changed';
  constructor(amountMinor: number, currency: string) {
    super(`It is ${amountMinor} in minor units of ${currency} now; show that and ask again.`);
  }
}

export class TooManyHoldsError extends DomainError {
  readonly code = 'too_many_holds';
  constructor() {
    super('Book or release one of the times that are held already, or wait until one expires.');
  }
}

export class PaymentAttemptsExhaustedError extends DomainError {
  readonly code = 'payment_attempts_exhausted';
  constructor() {
    super('Too many payments failed; contact the business, or book again later.');
  }
}
