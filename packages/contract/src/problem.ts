import { z } from 'zod';

/** What any public route can answer: the widget has words for each of these. */
export const publicProblems = {
  malformed_request: { status: 400, title: 'The request could not be read' },
  unknown_api_key: { status: 401, title: 'The API key is not valid' },
  tenant_mismatch: { status: 401, title: 'The request names two different tenants' },
  missing_credentials: { status: 401, title: 'The request carries no credentials' },
  invalid_token: { status: 401, title: 'The token is not valid for this object' },
  tenant_suspended: { status: 403, title: 'This tenant is suspended' },
  origin_not_allowed: { status: 403, title: 'This website may not embed the widget' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  slot_taken: { status: 409, title: 'This time has just been taken' },
  not_enough_seats: { status: 409, title: 'Not enough places are left at this time' },
  slot_not_offered: { status: 409, title: 'This time is not offered' },
  daily_limit_reached: { status: 409, title: 'This day is fully booked' },
  promo_code_invalid: { status: 409, title: 'This promo code is not valid here' },
  promo_code_expired: { status: 409, title: 'This promo code has expired' },
  promo_code_used_up: { status: 409, title: 'This promo code is used up' },
  outside_service_area: { status: 409, title: 'This package is not offered at this place' },
  hold_expired: { status: 409, title: 'The hold on this time has expired' },
  too_many_waitlist_entries: { status: 409, title: 'This address waits for as much as it may' },
  time_still_free: { status: 409, title: 'This time is free' },
  hold_not_active: { status: 409, title: 'The hold is no longer active' },
  booking_not_payable: { status: 409, title: 'This booking takes no payment now' },
  booking_not_cancellable: { status: 409, title: 'This booking cannot be cancelled here' },
  booking_not_reschedulable: { status: 409, title: 'This booking cannot be moved here' },
  amount_changed: { status: 409, title: 'It comes to another amount by now' },
  payments_unavailable: { status: 409, title: 'Online payment is not available at the moment' },
  amount_too_small: { status: 409, title: 'The amount is below what can be charged' },
  amount_not_chargeable: { status: 409, title: 'This amount cannot be charged' },
  idempotency_key_in_use: { status: 409, title: 'A request with this idempotency key is still running' },
  payload_too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'The request body must be JSON' },
  invalid_request: { status: 422, title: 'The request is not valid' },
  idempotency_key_reused: { status: 422, title: 'This idempotency key was used with another request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  too_many_holds: { status: 409, title: 'Too many times are held from here' },
  payment_attempts_exhausted: { status: 409, title: 'This booking takes no further payment attempt' },
  headers_too_large: { status: 431, title: 'The request headers are too large' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  payment_provider_unavailable: { status: 502, title: 'The payment provider did not answer' },
  service_unavailable: { status: 503, title: 'The service is not available at the moment' },
} as const satisfies Record<string, ProblemKind>;

/** What only uploads answer with: the widget's field for files has words for each. */
const uploadProblems = {
  too_many_files: { status: 409, title: 'There are as many files for this hold as are taken' },
  file_space_full: { status: 409, title: 'No more files are taken at the moment' },
  file_not_accepted: { status: 422, title: 'This file is not one of those that are taken' },
} as const satisfies Record<string, ProblemKind>;

/** What only the routes for tenants' own servers can answer. */
const tenantProblems = {
  scope_missing: { status: 403, title: 'The key may not do this' },
  webhook_endpoint_limit: { status: 409, title: 'There are as many webhook endpoints as are taken' },
  webhook_endpoint_disabled: { status: 409, title: 'This webhook endpoint is disabled' },
  api_key_not_active: { status: 409, title: 'This key is no longer active' },
  changed_meanwhile: { status: 409, title: 'It has been changed meanwhile' },
  origin_exists: { status: 409, title: 'This website is on the list already' },
  origin_limit: { status: 409, title: 'There are as many websites as are taken' },
  question_limit: { status: 409, title: 'There are as many questions as are asked' },
  slug_in_use: { status: 409, title: 'There is one of this name' },
  resource_in_use: { status: 409, title: 'Bookings need this resource' },
  promo_code_exists: { status: 409, title: 'There is a promo code of these letters' },
  stripe_not_set_up: { status: 409, title: 'Stripe is not set up for this mode' },
  stripe_account_missing: { status: 409, title: 'There is no Stripe account yet' },
  stripe_account_exists: { status: 409, title: 'There is a Stripe account of another country' },
  stripe_account_not_onboarded: { status: 409, title: 'The Stripe account is not onboarded yet' },
  stripe_access_lost: { status: 409, title: 'The platform no longer reaches the Stripe account' },
  customer_has_bookings: { status: 409, title: 'A booking of this customer is still open' },
  refund_too_large: { status: 409, title: 'Less than that can go back' },
  stripe_refused: { status: 502, title: 'Stripe refused the request' },
} as const satisfies Record<string, ProblemKind>;

/**
 * Every code that a problem can carry, with its HTTP status and its title. One list for the server, the client and the
 * documentation.
 */
export const problems = { ...publicProblems, ...uploadProblems, ...tenantProblems };

interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

export type PublicProblemCode = keyof typeof publicProblems;
export type ProblemCode = keyof typeof problems;

/** One wrong field: a JSON pointer into the body, or `query/name`, `header/name`, `path/name`. */
export const FieldError = z.strictObject({ pointer: z.string(), detail: z.string() }).meta({ id: 'FieldError' });

/** RFC 9457, `application/problem+json`. `detail` says what to do. */
export const Problem = z
  .object({
    type: z.string().meta({ example: 'urn:mais:problem:slot_taken' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(FieldError).optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof Problem>;
export type FieldError = z.infer<typeof FieldError>;
