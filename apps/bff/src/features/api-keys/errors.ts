import { DomainError, NotFoundError } from '../../platform/errors.ts';

export class ApiKeyNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such key in this mode; list them with GET /api/v1/tenant/api-keys.');
  }
}

export class ApiKeyNotActiveError extends DomainError {
  readonly code = 'api_key_not_active';
  constructor() {
    super('This key is revoked, has expired or is being replaced already; make a new one instead.');
  }
}
