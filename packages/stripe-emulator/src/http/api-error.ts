import type Stripe from 'stripe';

/** The `error` of an answer, as Stripe shapes it. */
export interface ApiErrorBody {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly charge?: string;
  readonly payment_intent?: Partial<Stripe.PaymentIntent>;
  readonly payment_method?: Stripe.PaymentMethod;
}

/** A request that ends in an error answer. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ApiErrorBody;

  constructor(status: number, body: ApiErrorBody) {
    super(body.message);
    this.status = status;
    this.body = body;
  }

  /** What goes on the wire, in Stripe's words and with its links. */
  toJSON(): { error: ApiErrorBody & { doc_url?: string } } {
    const { code } = this.body;
    if (code === undefined) return { error: this.body };
    return { error: { ...this.body, doc_url: `https://docs.stripe.com/error-codes#${code.replaceAll('_', '-')}` } };
  }
}

type Details = Pick<ApiErrorBody, 'code' | 'param' | 'payment_intent'>;

export function invalidRequest(message: string, details: Details = {}): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, ...details });
}

/** Not there, or another account's: the answer is the same. */
export function resourceMissing(noun: string, id: string, param = 'id'): ApiError {
  return new ApiError(404, { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${noun}: '${id}'`, param });
}

export function invalidApiKey(message: string): ApiError {
  return new ApiError(401, { type: 'invalid_request_error', message });
}

export function forbidden(message: string, details: Details = {}): ApiError {
  return new ApiError(403, { type: 'invalid_request_error', message, ...details });
}

/** Stripe can do it and the emulator can't: said plainly, rather than answered wrongly. */
export function notEmulated(what: string, param?: string): ApiError {
  return invalidRequest(`The Stripe emulator doesn't do ${what}.`, param === undefined ? {} : { param });
}
