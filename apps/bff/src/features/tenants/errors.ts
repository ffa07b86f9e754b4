import { DomainError, NotFoundError } from '../../platform/errors.ts';

export class UnknownApiKeyError extends DomainError {
  readonly code = 'unknown_api_key';
  constructor() {
    super('Check the key in your embed code; it may have been revoked or replaced.');
  }
}

export class TenantMismatchError extends DomainError {
  readonly code = 'tenant_mismatch';
  constructor() {
    super('The key and the other tenant identifiers of this request belong to different tenants: send one, or make them agree.');
  }
}

export class TenantSuspendedError extends DomainError {
  readonly code = 'tenant_suspended';
  constructor() {
    super('Bookings are paused for this tenant. Its owner can find out why from the platform.');
  }
}

export class ScopeMissingError extends DomainError {
  readonly code = 'scope_missing';
  constructor(scope: string) {
    super(`This key lacks the scope "${scope}"; use a key that has it, or make one.`);
  }
}

export class OriginNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such website; list them with GET /api/v1/tenant/origins.');
  }
}

export class OriginExistsError extends DomainError {
  readonly code = 'origin_exists';
  constructor() {
    super('Nothing is to be done: the widget may be embedded there.');
  }
}

export class OriginLimitError extends DomainError {
  readonly code = 'origin_limit';
  constructor() {
    super('Remove one first: at most 50 are taken, of 4000 characters together.');
  }
}
