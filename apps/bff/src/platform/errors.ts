import { problems, type FieldError, type ProblemCode } from '@mais/contract';

/**
 * Something a client can understand and mend. Each subclass names its code and carries its data; `message` is shown to the
 * client as the problem's `detail`, so it says what to do.
 */
export abstract class DomainError extends Error {
  abstract readonly code: ProblemCode;
  readonly errors: readonly FieldError[] | undefined;

  constructor(detail: string, errors?: readonly FieldError[]) {
    super(detail);
    this.name = new.target.name;
    this.errors = errors;
  }

  get status(): number {
    return problems[this.code].status;
  }
}

export class NotFoundError extends DomainError {
  readonly code = 'not_found';
}

/** A field of the request is wrong; `errors` name each. */
export class InvalidRequestError extends DomainError {
  readonly code = 'invalid_request';
  constructor(errors: readonly FieldError[]) {
    super('Correct the fields named in `errors` and send the request again.', errors);
  }
}

/** Another change came first, made from the same version. */
export class ChangedMeanwhileError extends DomainError {
  readonly code = 'changed_meanwhile';
  constructor(version: number) {
    super(`It is at version ${version} by now: read it, and send your change with that version.`);
  }
}

export class MalformedRequestError extends DomainError {
  readonly code = 'malformed_request';
}

export class MissingCredentialsError extends DomainError {
  readonly code = 'missing_credentials';
}

export class InvalidTokenError extends DomainError {
  readonly code = 'invalid_token';
}
