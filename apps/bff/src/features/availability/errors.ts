import { DomainError } from '../../platform/errors.ts';

export class SlotNotOfferedError extends DomainError {
  readonly code = 'slot_not_offered';
}
