import type { Package } from '@mais/contract';

import type { Step } from './state.ts';

/** Whether a package asks for anything before its time: a party size or add-ons. */
export function hasExtras(chosen: Package): boolean {
  return chosen.addOns.length > 0 || asksPartySize(chosen);
}

export function asksPartySize(chosen: Package): boolean {
  return chosen.maxPartySize > chosen.minPartySize;
}

/** The first thing to ask about a package. */
export function firstStepOf(chosen: Package): Step {
  return hasExtras(chosen) ? 'extras' : 'time';
}

/**
 * The steps of this customer's way, in order; one that has nothing to ask is left out.
 * @param payable whether something is to be paid now; while it isn't known, say what is likely
 */
export function stepsOf({ packages, chosen, payable }: { packages: readonly Package[]; chosen: Package | null; payable: boolean }): Step[] {
  return [
    ...(packages.length > 1 ? (['package'] as const) : []),
    ...(chosen === null || hasExtras(chosen) ? (['extras'] as const) : []),
    'time',
    'details',
    ...(payable ? (['payment'] as const) : []),
    'confirmation',
  ];
}

/** The step that Back leads to, or null at the beginning and where there is no way back. */
export function stepBefore(steps: readonly Step[], step: Step): Step | null {
  if (step === 'payment' || step === 'confirmation') return null;
  return steps[steps.indexOf(step) - 1] ?? null;
}
