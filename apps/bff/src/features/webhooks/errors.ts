import { DomainError, NotFoundError } from '../../platform/errors.ts';

export class WebhookEndpointNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such endpoint in this mode; list them with GET /api/v1/tenant/webhook-endpoints.');
  }
}

export class WebhookDeliveryNotFoundError extends NotFoundError {
  constructor() {
    super('This endpoint has no such delivery; those older than 30 days are forgotten.');
  }
}

export class WebhookEndpointLimitError extends DomainError {
  readonly code = 'webhook_endpoint_limit';
  constructor(limit: number) {
    super(`There are ${limit} endpoints in this mode, and no more are taken. Delete one first.`);
  }
}

export class WebhookEndpointDisabledError extends DomainError {
  readonly code = 'webhook_endpoint_disabled';
  constructor() {
    super('Enable the endpoint first: PUT /api/v1/tenant/webhook-endpoints/{id}.');
  }
}
