import { DomainError, NotFoundError } from '../../platform/errors.ts';

export class TimeStillFreeError extends DomainError {
  readonly code = 'time_still_free';
  constructor() {
    super('There is a place for you; book it.');
  }
}

export class WaitlistEntryNotFoundError extends NotFoundError {
  constructor() {
    super('Nobody waits under this id.');
  }
}
