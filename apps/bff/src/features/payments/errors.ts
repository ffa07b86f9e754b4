import { DomainError } from '../../platform/errors.ts';

/** Stripe did not answer, or not in time; the same request may be sent again. */
export class PaymentProviderUnavailableError extends DomainError {
  readonly code = 'payment_provider_unavailable';
  constructor(options?: { cause?: unknown }) {
    super('Send the same request again in a few seconds; nothing is charged twice.');
    if (options?.cause !== undefined) this.cause = options.cause;
  }
}

/** This tenant can't take online payments now. */
export class PaymentsUnavailableError extends DomainError {
  readonly code = 'payments_unavailable';
  constructor(options?: { cause?: unknown }) {
    super('This business can take no online payment at the moment; contact it directly.');
    if (options?.cause !== undefined) this.cause = options.cause;
  }
}

/** Below Stripe's minimum for the currency. */
export class AmountTooSmallError extends DomainError {
  readonly code = 'amount_too_small';
  readonly minimumMinor: number;
  constructor(minimumMinor: number, currency: string) {
    super(`Choose something that costs at least ${minimumMinor} in minor units of ${currency}.`);
    this.minimumMinor = minimumMinor;
  }
}

/** Above Stripe's maximum, or not a multiple of what the currency can be charged in. */
export class AmountNotChargeableError extends DomainError {
  readonly code = 'amount_not_chargeable';
}

/** The payment can't be paid any more, or another one for the same booking is still open. */
export class PaymentNotOpenError extends DomainError {
  readonly code = 'booking_not_payable';
}

/** More was asked back than is left of the payment. */
export class RefundTooLargeError extends DomainError {
  readonly code = 'refund_too_large';
  readonly leftMinor: number;
  constructor(leftMinor: number) {
    super(`At most ${leftMinor} can go back, in minor units; what was asked back before counts.`);
    this.leftMinor = leftMinor;
  }
}
