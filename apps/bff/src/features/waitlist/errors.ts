import { DomainError, NotFoundError } from '../../platform/errors.ts';

export class TimeStillFreeError extends DomainError {
  readonly code = 'time_still_free';
  constructor() {
    super('There is a place for you; book it.');
  }
}

export class TooManyWaitlistEntriesError extends DomainError {
  readonly code = 'too_many_waitlist_entries';
  constructor() {
    super('Leave one of the waitlists first, by the link of its e-mail.');
  }
}

export class WaitlistEntryNotFoundError extends NotFoundError {
  constructor() {
    super('Nobody waits under this id.');
  }
}
