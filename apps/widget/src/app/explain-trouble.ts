import type { PublicProblemCode } from '@mais/contract';

import type { MessageKey } from '../messages/en.ts';

/** What a customer can do about it; a step offers those that make sense there. */
export type Way = 'retry' | 'otherTime' | 'startOver' | 'reload';

export interface Explanation {
  readonly title: MessageKey;
  readonly body: MessageKey;
  readonly tone: 'warning' | 'danger';
  readonly ways: readonly Way[];
}

type Topic = 'slotTaken' | 'seats' | 'notOffered' | 'dayFull' | 'changed' | 'invalid' | 'notPayable' | 'notCancellable' | 'paymentsOff' | 'provider' | 'offline' | 'busy' | 'limited' | 'holds' | 'attempts' | 'server' | 'gone' | 'closed' | 'setup';

/** Puts a problem code into words that a customer understands; a code that is newer than this build reads as our own fault. */
export function explain(code: string): Explanation {
  return explanations[code as keyof typeof explanations] ?? server;
}

const server = about('server', 'danger', ['retry', 'reload']);

// What exactly is wrong stands at the field.
const atItsField = about('invalid', 'danger', ['retry']);

/** Read as our own fault, as what is newer than this build; only a booking's own page or the waitlist hears the last three, and has words for them. */
type Unexplained =
  | 'malformed_request' | 'method_not_allowed' | 'headers_too_large' | 'payload_too_large' | 'unsupported_media_type' | 'idempotency_key_reused' | 'internal_error'
  | 'booking_not_reschedulable' | 'time_still_free' | 'too_many_waitlist_entries';

// Every other code that the public routes answer with is here, or this doesn't compile.
const explanations: Record<Exclude<PublicProblemCode, Unexplained> | 'unreachable', Explanation> = {
  slot_taken: about('slotTaken', 'warning', ['otherTime']),
  not_enough_seats: about('seats', 'warning', ['otherTime']),
  slot_not_offered: about('notOffered', 'warning', ['otherTime']),
  daily_limit_reached: about('dayFull', 'warning', ['otherTime']),
  amount_changed: about('changed', 'warning', []),
  promo_code_invalid: atItsField,
  promo_code_expired: atItsField,
  promo_code_used_up: atItsField,
  outside_service_area: atItsField,
  hold_expired: about('slotTaken', 'warning', ['otherTime']),
  hold_not_active: about('slotTaken', 'warning', ['otherTime']),
  booking_not_payable: about('notPayable', 'warning', ['retry']),
  booking_not_cancellable: about('notCancellable', 'warning', ['retry']),
  payments_unavailable: about('paymentsOff', 'danger', ['retry']),
  amount_too_small: about('paymentsOff', 'danger', []),
  amount_not_chargeable: about('paymentsOff', 'danger', []),
  payment_provider_unavailable: about('provider', 'warning', ['retry']),
  idempotency_key_in_use: about('busy', 'warning', ['retry']),
  service_unavailable: about('busy', 'warning', ['retry']),
  rate_limited: about('limited', 'warning', ['retry']),
  too_many_holds: about('holds', 'warning', ['retry']),
  payment_attempts_exhausted: about('attempts', 'danger', ['startOver']),
  unreachable: about('offline', 'warning', ['retry']),
  invalid_request: atItsField,
  not_found: about('gone', 'warning', ['startOver']),
  invalid_token: about('gone', 'warning', ['startOver']),
  missing_credentials: about('gone', 'warning', ['startOver']),
  tenant_suspended: about('closed', 'warning', []),
  unknown_api_key: about('setup', 'danger', []),
  tenant_mismatch: about('setup', 'danger', []),
  origin_not_allowed: about('setup', 'danger', []),
  request_timeout: about('offline', 'warning', ['retry']),
};

function about(topic: Topic, tone: Explanation['tone'], ways: readonly Way[]): Explanation {
  return { title: `trouble.${topic}.title`, body: `trouble.${topic}.body`, tone, ways };
}
