import type { Services } from '../app/services.ts';
import { editOrder } from '../flow/leave-order.ts';
import { canEnter } from '../flow/reduce.ts';
import type { FlowState, Step } from '../flow/state.ts';

/*
 * The browser's own Back, on a page of its own. In a frame the history is the host page's, and stays as it is.
 *
 *  R1 Each step that replaces another is an entry; a step that is gone back to by the widget's own Back is the entry before.
 *  R2 Where there is no way back (a booking that is paid), Back moves on through the history and the page stays as it is:
 *     nobody is held here.
 */
interface Entry {
  readonly step: Step;
  /** of the entry before, when this page has made it */
  readonly before: Step | null;
}

/** Keeps the browser's history in step with the flow. */
export function followStepsInHistory(services: Services, { history }: Pick<Window, 'history'> = window): void {
  const { flow } = services;
  let known = flow.getState();
  replace(history, { step: known.step, before: entryOf(history)?.before ?? null });

  flow.subscribe(() => {
    const before = known;
    known = flow.getState();
    if (known.step !== before.step) record(history, before, known);
  });

  window.addEventListener('popstate', () => {
    const entry = entryOf(history);
    if (entry !== null) goTo(services, entry.step);
  });
}

function record(history: History, before: FlowState, { step }: FlowState): void {
  const entry = entryOf(history);
  if (entry?.step === step) return;
  if (entry?.before === step) return history.back();
  // What a reload comes back to, and what a payment turns into, is no step that somebody took.
  const isTaken = before.busy?.kind !== 'restoring' && step !== 'confirmation';
  if (isTaken) history.pushState({ mais: { step, before: before.step } satisfies Entry }, '');
  else replace(history, { step, before: entry?.before ?? null });
}

function goTo(services: Services, step: Step): void {
  const state = services.flow.getState();
  if (state.step === step) return;
  if (canEnter(state, step)) return services.flow.dispatch({ type: 'step_entered', step });
  const { order, busy } = state;
  if (step === 'details' && busy === null && order?.booking.status === 'pending_payment' && !order.paymentSent) void editOrder(services);
}

function replace(history: History, entry: Entry): void {
  history.replaceState({ mais: entry }, '');
}

function entryOf(history: History): Entry | null {
  return (history.state as { mais?: Entry } | null)?.mais ?? null;
}
