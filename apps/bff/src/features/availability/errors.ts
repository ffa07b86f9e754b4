import { DomainError } from '../../platform/errors.ts';

export class SlotNotOfferedError extends DomainError {
  readonly code = 'slot_not_offered';
  constructor(detail: string, pointer: '/startsAt' | '/partySize' | '/day') {
    super(detail, [{ pointer, detail }]);
  }
}
