import type { PaymentAttempt, StripeClientConfig } from '@mais/contract';
import type { TenantScope, TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId, PaymentId, RefundId, TenantId } from '../../platform/ids.ts';
import type { LedgerCheck } from './books/books-repository.ts';
import type { ConnectedAccount } from './connected-account.ts';
import type { BookingPayments, Payment, Refund } from './payment.ts';

export interface OpenPaymentInput {
  readonly bookingId: BookingId;
  /** Why it is asked for; `full` when left out. */
  readonly purpose?: Payment['purpose'];
  readonly amountMinor: number;
  readonly currency: string;
  /** The tenant's rate in basis points; the fee itself is computed here. */
  readonly commissionBps: number;
  readonly stripeAccountId: string;
  /** Whether it may be paid by methods that lead away to a bank and back. */
  readonly allowsRedirects: boolean;
  /** Whether the method that pays it is kept for charges while the customer is away. */
  readonly savesMethod?: boolean | undefined;
  readonly now: Date;
}

export interface IntentDetails {
  /** What the customer's statement page and the tenant's Stripe dashboard show. */
  readonly description: string;
  /** Beside our own keys (`mais_payment_id`, `mais_booking_id`, `mais_tenant_id`), such as `reference`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly receiptEmail?: string | undefined;
}

/** What an earlier payment kept at Stripe, on an account. */
export interface SavedMethod {
  readonly customerId: string;
  readonly methodId: string;
  readonly accountId: string;
}

export interface RefundRequest {
  readonly paymentId: PaymentId;
  readonly amountMinor: number;
  readonly reason: string;
  /** Whether it takes back what was paid beyond the price; a gift when left out, which isn't owed again. */
  readonly correctsPrice?: boolean | undefined;
  readonly now: Date;
  /** `system` when left out. */
  readonly actor?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Without the payment: money of a booking goes back from its newest payment first. */
export type BookingRefundRequest = Omit<RefundRequest, 'paymentId'> & { readonly bookingId: BookingId };

export interface StripeDelivery {
  /** The bytes as they arrived: the signature covers them. */
  readonly rawBody: Buffer | string;
  readonly signature: string | undefined;
  /** Which of the two endpoints was called; each has a secret of its own. */
  readonly endpoint: 'platform' | 'connect';
  readonly requestId?: string | undefined;
}

export type DeliveryOutcome = 'applied' | 'duplicate' | 'ignored';

export type AbandonOutcome = 'nothing_open' | 'cancelled' | 'processing' | 'succeeded';

/** Finds the tenant that an account of Stripe belongs to, across all tenants. */
export type FindAccountOwner = (accountId: string, livemode: boolean) => Promise<{ readonly tenantId: TenantId; readonly livemode: boolean } | null>;

/** What bookings (and the worker) do with money. */
export interface Payments {
  /** What Stripe.js needs on this tenant's page; null where the account can't be charged on. */
  clientConfig(account: ConnectedAccount | null): StripeClientConfig | null;
  canCharge(account: ConnectedAccount | null, livemode: boolean): boolean;
  /**
   * Writes down that this booking is to be paid; pure database. An open payment of the same amount is returned as it is,
   * also one that differs in `allowsRedirects`.
   * @throws AmountTooSmallError, AmountNotChargeableError before anything is written; PaymentNotOpenError when one of another amount is open
   */
  openPayment(tx: TenantTx, input: OpenPaymentInput): Promise<Payment>;
  /**
   * Makes the intent at Stripe, outside any transaction, and stores what the client needs. Safe to repeat at any time.
   * @throws PaymentProviderUnavailableError, PaymentsUnavailableError, AmountTooSmallError, PaymentNotOpenError, NotFoundError
   */
  ensureIntent(scope: TenantScope, paymentId: PaymentId, details: IntentDetails): Promise<PaymentAttempt>;
  /**
   * Charges a saved method for an open payment, while the customer is away. A decline leaves the payment open for the customer.
   * @returns the payment afterwards
   * @throws PaymentProviderUnavailableError, PaymentsUnavailableError
   */
  chargeSavedMethod(scope: TenantScope, paymentId: PaymentId, given: { saved: SavedMethod; details: IntentDetails }): Promise<Payment>;
  /** What the client needs to pay the booking's open payment; no network. Null until the intent exists, and once it is settled. */
  findOpenAttempt(tx: TenantTx, bookingId: BookingId): Promise<PaymentAttempt | null>;
  /** Oldest first. */
  listBookingPayments(tx: TenantTx, bookingId: BookingId): Promise<Payment[]>;
  /** From the ledger. */
  totalsOf(tx: TenantTx, bookingId: BookingId): Promise<BookingPayments>;
  /**
   * Makes sure that the booking's open payment can't be paid any more. Where Stripe says that it has been paid, or is being
   * paid, that is applied instead.
   * @throws PaymentProviderUnavailableError: nothing is known to be cancelled
   */
  abandon(scope: TenantScope, bookingId: BookingId): Promise<AbandonOutcome>;
  /**
   * Writes down that money goes back, its part of the commission with it; the worker sends it (`refund.submit`).
   * @throws RefundTooLargeError when more is asked for than is left
   */
  requestRefund(tx: TenantTx, request: RefundRequest): Promise<RefundId>;
  /**
   * The same for an amount of a booking, taken from its payments newest first.
   * @returns a refund for each payment that a part of it comes from
   * @throws RefundTooLargeError; InvalidRequestError for an amount that the currency doesn't have
   */
  refundBooking(tx: TenantTx, request: BookingRefundRequest): Promise<RefundId[]>;
  /** What of a booking's payments can still go back; nothing of what a bank has taken back. */
  refundableOf(tx: TenantTx, bookingId: BookingId): Promise<number>;
  /** Oldest first. */
  listBookingRefunds(tx: TenantTx, bookingId: BookingId): Promise<Refund[]>;
  /** The worker's job: sends a refund to Stripe, once, and settles it as far as Stripe's answer goes. */
  submitRefund(scope: TenantScope, refundId: RefundId): Promise<void>;
  /**
   * Takes in what Stripe's webhook says.
   * @throws MalformedRequestError for a signature that doesn't fit; anything else it throws makes Stripe send the event again
   */
  handleStripeEvent(delivery: StripeDelivery): Promise<DeliveryOutcome>;
  /** Asks Stripe about a payment that isn't settled, or isn't booked, and applies what it says. */
  reconcile(scope: TenantScope, paymentId: PaymentId): Promise<void>;
  /** Asks Stripe about a refund that isn't settled and applies what it says; one that was never sent is sent, one that failed is made again. */
  reconcileRefund(scope: TenantScope, refundId: RefundId): Promise<void>;
  /**
   * Reads an account's books at Stripe and applies what no event told: refunds and fees, disputes, payouts.
   * @throws AggregateError of what couldn't be put right; the rest was
   */
  reconcileAccount(scope: TenantScope, accountId: string): Promise<void>;
  /** Compares the ledger of an account with Stripe's books; what differs is kept, logged and told, and nothing else is changed. */
  checkLedger(scope: TenantScope, accountId: string, options?: { readonly all?: boolean }): Promise<LedgerCheck>;
}
