import { DomainError, NotFoundError } from '../../platform/errors.ts';

export class PackageNotFoundError extends NotFoundError {
  constructor() {
    super('No package has this name; GET /packages lists those that there are.');
  }
}

export class ScheduleNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such schedule; list them with GET /api/v1/tenant/schedules.');
  }
}

export class ClosureNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such closure; list them with GET /api/v1/tenant/closures.');
  }
}

export class ResourceNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such resource; list them with GET /api/v1/tenant/resources.');
  }
}

export class ResourceInUseError extends DomainError {
  readonly code = 'resource_in_use';
  constructor(until: Date) {
    super(`Until ${until.toISOString()} more of it is booked than you would leave: move or cancel those bookings, close the days, or lower it later.`);
  }
}

export class AddOnNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such add-on; list them with GET /api/v1/tenant/add-ons.');
  }
}

export class QuestionNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such question; list them with GET /api/v1/tenant/questions.');
  }
}

export class QuestionLimitError extends DomainError {
  readonly code = 'question_limit';
  constructor(limit: number) {
    super(`At most ${limit} are asked at once: remove one first, or leave off asking it.`);
  }
}

export class SlugInUseError extends DomainError {
  readonly code = 'slug_in_use';
  constructor() {
    super('Another one has this slug, perhaps archived or off the list: change that one, or choose another slug.');
  }
}
