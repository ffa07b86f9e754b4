import { DomainError, NotFoundError } from '../../platform/errors.ts';

export class CustomerNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such customer.');
  }
}

/** Who is still to come can't be forgotten yet. */
export class CustomerHasBookingsError extends DomainError {
  readonly code = 'customer_has_bookings';
  constructor() {
    super('A booking of this customer is still to take place or to be paid; cancel it first, or wait until it is over.');
  }
}
