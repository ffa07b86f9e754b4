import { NotFoundError } from '../../platform/errors.ts';

export class PackageNotFoundError extends NotFoundError {
  constructor() {
    super('No package has this name; GET /packages lists those that there are.');
  }
}
