import type { Booking } from '@mais/contract';

import type { FlowAction, FlowState, Step } from './state.ts';

/** The next state; pure, and the same object when nothing changes. */
export function reduce(state: FlowState, action: FlowAction): FlowState {
  switch (action.type) {
    case 'package_chosen':
      return choosePackage(state, action);
    case 'party_changed':
      return action.partySize === state.partySize ? state : { ...state, partySize: action.partySize, hold: null, trouble: null };
    case 'add_on_changed':
      return { ...state, addOns: withQuantity(state.addOns, action.addOn, action.quantity), trouble: null };
    case 'step_entered':
      return canEnter(state, action.step) ? { ...state, step: action.step, trouble: null } : state;
    case 'customer_edited':
      return withoutTrouble({ ...state, customer: { ...state.customer, ...action.customer } }, Object.keys(action.customer));
    case 'answered':
      return withoutTrouble({ ...state, answers: { ...state.answers, ...action.answers } }, Object.keys(action.answers).map((slug) => `answers/${slug}`));
    case 'hold_wanted':
      return { ...state, busy: { kind: 'holding', startsAt: action.startsAt }, hold: null, trouble: null };
    case 'hold_made':
      return { ...state, busy: null, hold: action.hold, step: 'details', trouble: null };
    case 'hold_ran_out':
      return state.hold === null ? state : { ...state, busy: null, hold: { ...state.hold, hasExpired: true }, trouble: null };
    case 'time_lost':
      return { ...state, step: 'time' };
    case 'submitted':
      return { ...state, busy: { kind: 'submitting' }, trouble: null };
    case 'order_made':
      return { ...state, busy: null, hold: null, packageSlug: state.packageSlug ?? action.order.booking.package.slug, order: action.order, step: stepOfOrder(action.order.booking), trouble: null };
    case 'payment_opening':
      return { ...state, busy: { kind: 'opening-payment' }, trouble: null };
    case 'payment_opened':
      return state.order === null ? state : { ...state, busy: null, order: { ...state.order, payment: action.payment }, trouble: null };
    case 'paying':
      return { ...state, busy: { kind: 'paying' }, trouble: null };
    case 'payment_sent':
      return state.order === null ? state : { ...state, busy: null, order: { ...state.order, paymentSent: true }, trouble: null };
    case 'payment_refused':
      return { ...state, busy: null };
    case 'order_seen':
      return seeOrder(state, action.booking, action.deadlineMs);
    case 'leaving_order':
      return { ...state, busy: { kind: 'leaving' }, trouble: null };
    case 'order_left':
      return { ...state, busy: null, order: null, hold: null, step: action.step, trouble: null };
    case 'failed':
      return { ...state, busy: null, trouble: action.trouble, step: action.step ?? state.step };
    case 'trouble_dismissed':
      return state.trouble === null ? state : { ...state, trouble: null };
    case 'restoring_failed':
      return { ...state, trouble: action.trouble };
    case 'restored':
      return action.state;
    default:
      return action satisfies never;
  }
}

/** Whether a step has what it needs (R2). */
export function canEnter(state: FlowState, step: Step): boolean {
  switch (step) {
    case 'package': return state.order === null;
    case 'extras':
    case 'time': return state.packageSlug !== null && state.order === null;
    case 'details': return state.hold !== null && state.order === null;
    case 'payment':
    case 'confirmation': return state.order !== null;
    default: return step satisfies never;
  }
}

/** Where a booking in this status belongs. */
export function stepOfOrder({ status }: Pick<Booking, 'status'>): Step {
  return status === 'confirmed' || status === 'completed' || status === 'requested' ? 'confirmation' : 'payment';
}

function choosePackage(state: FlowState, action: FlowAction & { type: 'package_chosen' }): FlowState {
  const same = action.packageSlug === state.packageSlug;
  return {
    ...state,
    packageSlug: action.packageSlug,
    partySize: same ? state.partySize : action.partySize,
    addOns: same ? state.addOns : {},
    customer: same ? state.customer : { ...state.customer, promoCode: '', postalCode: '' },
    hold: same ? state.hold : null,
    step: action.next,
    trouble: null,
  };
}

/** What was wrong with a field isn't, once it is edited. */
function withoutTrouble(state: FlowState, edited: readonly string[]): FlowState {
  if (state.trouble === null) return state;
  const fields = Object.fromEntries(Object.entries(state.trouble.fields).filter(([field]) => !edited.includes(field)));
  return { ...state, trouble: { ...state.trouble, fields } };
}

function seeOrder(state: FlowState, booking: Booking, deadlineMs: number | null): FlowState {
  if (state.order === null) return state;
  return { ...state, order: { ...state.order, booking, deadlineMs }, step: stepOfOrder(booking) };
}

function withQuantity(addOns: FlowState['addOns'], addOn: string, quantity: number): FlowState['addOns'] {
  const { [addOn]: _before, ...others } = addOns;
  return quantity > 0 ? { ...others, [addOn]: quantity } : others;
}
