import { DomainError, NotFoundError } from '../../platform/errors.ts';

export class FileNotAcceptedError extends DomainError {
  readonly code = 'file_not_accepted';
}

export class TooManyFilesError extends DomainError {
  readonly code = 'too_many_files';
  constructor() {
    super('Use one that is uploaded already, or choose the time again.');
  }
}

export class FileSpaceFullError extends DomainError {
  readonly code = 'file_space_full';
  constructor() {
    super('Book without the file, and send it to the business in another way.');
  }
}

export class FileNotFoundError extends NotFoundError {
  constructor() {
    super('There is no such file.');
  }
}
