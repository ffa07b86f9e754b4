import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import type { BookingPayments, Payment } from './payment.ts';

/** Who or what moved a payment, for histories and the audit log. */
export interface PaymentContext {
  /** `stripe` for what a webhook or an answer of Stripe said, `system` for our own doing. */
  readonly actor: string;
  /** What told us, such as `payment_intent.succeeded` or `reconciliation`. */
  readonly cause: string;
  readonly now: Date;
  readonly requestId?: string | undefined;
}

/**
 * Who wants to know of payments; payments itself knows no booking.
 *
 * 1. Each call runs inside the transaction that changes the payment, under the booking's lock; what it throws undoes both.
 * 2. Each move of a payment is told once, however often and in whatever order Stripe tells it.
 * 3. `paymentSucceeded` may come after `paymentCancelled`: money that arrived is told, whatever happened before.
 */
export interface PaymentListener {
  paymentSucceeded(tx: TenantTx, payment: Payment, context: PaymentContext): Promise<void>;
  paymentProcessing(tx: TenantTx, payment: Payment, context: PaymentContext): Promise<void>;
  paymentCancelled(tx: TenantTx, payment: Payment, context: PaymentContext): Promise<void>;
  /**
   * After every posting to the ledger (for a charge, before `paymentSucceeded`), and when a payment that was `processing`
   * has failed, so that the booking's payment status can be worked out anew.
   */
  paymentStateChanged(tx: TenantTx, bookingId: BookingId, totals: BookingPayments, context: PaymentContext): Promise<void>;
}
