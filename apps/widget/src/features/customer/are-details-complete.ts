import type { Package } from '@mais/contract';

import type { FlowState } from '../../flow/state.ts';
import { checkAnswers } from '../questions/check-answer.ts';
import { checkCustomer } from './check-customer.ts';

/** Whether everything is filled in that the booking of a package needs. */
export function areDetailsComplete({ customer, answers }: Pick<FlowState, 'customer' | 'answers'>, chosen: Package | null): boolean {
  return Object.keys(checkCustomer(customer)).length === 0 && (chosen === null || Object.keys(checkAnswers(chosen, answers)).length === 0);
}
