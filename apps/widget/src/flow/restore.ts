import { type Services, findPackage } from '../app/services.ts';
import type { Saved } from '../storage/session-memory.ts';
import { canEnter } from './reduce.ts';
import { type FlowState, type HeldTime, initialFlow } from './state.ts';
import { firstStepOf } from './steps.ts';

/** The state that a reload comes back to, as far as the page knows it; a booking is then fetched by `restoreOrder`. */
export function restoredFlow(
  { saved, packages, fallback, nowMs, wallMs }: { saved: Saved | null; packages: Parameters<typeof findPackage>[0]['packages']; fallback: FlowState; nowMs: number; wallMs: number },
): FlowState {
  const chosen = saved === null ? null : findPackage({ packages }, saved.packageSlug);
  if (saved === null || (saved.order === null && chosen === null)) return fallback;
  const state: FlowState = {
    ...fallback,
    packageSlug: chosen?.slug ?? null,
    partySize: chosen === null ? 1 : Math.min(chosen.maxPartySize, Math.max(chosen.minPartySize, saved.partySize)),
    addOns: Object.fromEntries(Object.entries(saved.addOns).filter(([slug]) => chosen?.addOns.some((addOn) => addOn.slug === slug))),
    customer: saved.customer,
    answers: saved.answers,
    hold: saved.hold === null ? null : heldTime(saved.hold, nowMs, wallMs),
  };
  if (saved.order !== null) return { ...state, busy: { kind: 'restoring' } };
  return { ...state, step: canEnter(state, saved.step) ? saved.step : 'time' };
}

/** Begins a new booking. */
export function startOver({ flow, firstView, memory }: Services): void {
  memory.saved.forget();
  memory.submission.forget();
  flow.dispatch({ type: 'restored', state: firstFlow(firstView) });
}

/** Where a customer begins: at the packages, or at the first question of the only or asked-for one. */
export function firstFlow({ packages, selectedPackage }: Services['firstView']): FlowState {
  const chosen = findPackage({ packages }, selectedPackage) ?? (packages.length === 1 ? (packages[0] ?? null) : null);
  return initialFlow(chosen === null ? 'package' : firstStepOf(chosen), chosen);
}

function heldTime({ expiresAtMs, ...hold }: NonNullable<Saved['hold']>, nowMs: number, wallMs: number): HeldTime {
  return { ...hold, deadlineMs: nowMs + (expiresAtMs - wallMs), hasExpired: expiresAtMs <= wallMs };
}
