import type Stripe from 'stripe';
import type { CardOutcome } from '../cards/test-cards.ts';
import type { DisputeOpening } from '../payments/dispute-opening.ts';

/** An object of Stripe's API and the account that it belongs to. */
export interface Owned<T> {
  readonly account: string;
  readonly object: T;
}

export interface AccountRecord extends Owned<Stripe.Account> {
  readonly requestedCapabilities: Readonly<Record<string, number>>;
}

export interface AccountLinkRecord {
  readonly connectedAccount: string;
  readonly returnUrl: string;
  readonly refreshUrl: string;
  readonly expiresAtMs: number;
  readonly used: boolean;
}

export interface PaymentIntentRecord extends Owned<Stripe.PaymentIntent> {
  /** What the bank decides after the 3DS step that `next_action` asks for. */
  readonly afterAuthentication?: CardOutcome;
}

export interface PaymentMethodRecord extends Owned<Stripe.PaymentMethod> {
  readonly outcome: CardOutcome;
  /** Whether its customer agreed, in a payment that succeeded, to be charged while they are away. */
  readonly setUp?: boolean;
  /** Whether it was used without being saved, or was detached: it can't be used again. */
  readonly spent?: boolean;
}

export interface ChargeRecord extends Owned<Stripe.Charge> {
  /** How a refund of this charge goes; some test cards have it fail or wait. */
  readonly refundOutcome: 'succeed' | 'pend' | 'fail_later';
}

export interface BalanceTransactionRecord extends Owned<Stripe.BalanceTransaction> {
  /** The automatic payout that it went out with. */
  readonly payout?: string;
}

export type PayoutRecord = Owned<Stripe.Payout>;

export interface WebhookEndpointRecord extends Owned<Stripe.WebhookEndpoint> {
  readonly secret: string;
  readonly connect: boolean;
  /** Given by the configuration at start, rather than made through the API. */
  readonly configured: boolean;
}

export interface DeliveryRecord {
  readonly id: string;
  readonly event: string;
  readonly endpoint: string;
  /** Deliveries of one lane go out one after the other. */
  readonly lane: string;
  readonly state: 'pending' | 'delivered' | 'abandoned';
  readonly attempts: number;
  readonly dueAtMs: number;
  readonly firstDueAtMs: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

export interface IdempotencyRecord {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
  readonly createdAtMs: number;
}

export type Task =
  | { readonly kind: 'settle_processing'; readonly paymentIntent: string; readonly next: CardOutcome }
  | { readonly kind: 'open_dispute'; readonly charge: string; readonly opening: DisputeOpening }
  | { readonly kind: 'dispute_deadline'; readonly dispute: string }
  | { readonly kind: 'close_dispute'; readonly dispute: string; readonly outcome: 'win' | 'lose' }
  | { readonly kind: 'settle_payout'; readonly payout: string; readonly outcome: 'paid' | 'failed' }
  | { readonly kind: 'book_charge'; readonly charge: string }
  | { readonly kind: 'settle_refund'; readonly refund: string; readonly outcome: 'succeeded' | 'failed' };

export interface JobRecord {
  readonly id: string;
  readonly dueAtMs: number;
  readonly task: Task;
}

export interface SettingsRecord {
  readonly clockOffsetMs: number;
  readonly deliveriesHeld: boolean;
}

/** Every collection of the store and what it holds. */
export interface Records {
  account: AccountRecord;
  account_link: AccountLinkRecord;
  payment_intent: PaymentIntentRecord;
  payment_method_domain: Owned<Stripe.PaymentMethodDomain>;
  payment_method: PaymentMethodRecord;
  charge: ChargeRecord;
  dispute: Owned<Stripe.Dispute>;
  payout: PayoutRecord;
  refund: Owned<Stripe.Refund>;
  application_fee: Owned<Stripe.ApplicationFee>;
  customer: Owned<Stripe.Customer | Stripe.DeletedCustomer>;
  fee_refund: Owned<Stripe.FeeRefund>;
  balance_transaction: BalanceTransactionRecord;
  event: Owned<Stripe.Event>;
  webhook_endpoint: WebhookEndpointRecord;
  delivery: DeliveryRecord;
  idempotency: IdempotencyRecord;
  job: JobRecord;
  settings: SettingsRecord;
}

export type Kind = keyof Records;
