import type { Deposit } from '../catalog/index.ts';
import type { ChargeLimits } from '../payments/index.ts';
import { roundHalfUp } from './round.ts';

/**
 * What of a total is due when booking; the balance is the rest.
 *
 * A deposit or a balance that Stripe wouldn't charge by itself is joined with the other part: then all of it is due now.
 * @param isBalanceDue whether the time has come when the balance would be due as well
 * @see docs/decisions/0011-the-money-whole.md
 */
export function dueNow(totalMinor: number, deposit: Deposit, limits: ChargeLimits, isBalanceDue: boolean): number {
  if (deposit.kind === 'none' || isBalanceDue) return totalMinor;
  const wanted = deposit.kind === 'fixed' ? roundHalfUp(deposit.amountMinor, 1, 1, limits.stepMinor) : roundHalfUp(totalMinor, deposit.bps, 10_000, limits.stepMinor);
  const balance = totalMinor - wanted;
  return wanted < limits.minimumMinor || balance < limits.minimumMinor ? totalMinor : wanted;
}
