import { abandonPayment } from './abandon-payment.ts';
import { checkLedger } from './books/check-ledger.ts';
import { reconcileAccount } from './books/reconcile-account.ts';
import { chargeSavedMethod } from './charge-saved-method.ts';
import { canCharge, clientConfig } from './connected-account.ts';
import { ensureIntent } from './ensure-intent.ts';
import { handleStripeEvent } from './handle-stripe-event.ts';
import { sumBookingPayments } from './ledger-repository.ts';
import { openPayment } from './open-payment.ts';
import { findOpenAttempt } from './payment-attempt.ts';
import type { PaymentListener } from './payment-listener.ts';
import { listPaymentsOfBooking } from './payment-repository.ts';
import type { PaymentsContext } from './payments-context.ts';
import type { Payments } from './payments.ts';
import { reconcilePayment } from './reconcile-payment.ts';
import { reconcileRefund } from './reconcile-refund.ts';
import { refundBooking, sumRefundable } from './refund-booking.ts';
import { listRefundsOfBooking } from './refund-repository.ts';
import { requestRefund } from './request-refund.ts';
import { submitRefund } from './submit-refund.ts';

export type PaymentsDependencies = Omit<PaymentsContext, 'listener'>;

/**
 * Puts the feature together. Whoever builds the application sets the listener once, before the first event or call; bookings
 * need payments and payments tell bookings, so one of the two has to come later.
 */
export function createPayments(dependencies: PaymentsDependencies): Payments & { setListener(listener: PaymentListener): void } {
  let listener: PaymentListener | null = null;
  const context: PaymentsContext = {
    ...dependencies,
    listener() {
      if (listener === null) throw new Error('payments have no listener yet');
      return listener;
    },
  };
  return {
    setListener(given) {
      listener = given;
    },
    clientConfig: (account) => clientConfig(context.config, account),
    canCharge: (account, livemode) => canCharge(context.config, account, livemode),
    openPayment,
    ensureIntent: (scope, paymentId, details) => ensureIntent(context, scope, paymentId, details),
    chargeSavedMethod: (scope, paymentId, given) => chargeSavedMethod(context, scope, paymentId, given),
    findOpenAttempt: (tx, bookingId) => findOpenAttempt(context.sealedBox, tx, bookingId),
    listBookingPayments: listPaymentsOfBooking,
    totalsOf: sumBookingPayments,
    abandon: (scope, bookingId) => abandonPayment(context, scope, bookingId),
    requestRefund,
    refundBooking,
    refundableOf: sumRefundable,
    listBookingRefunds: listRefundsOfBooking,
    submitRefund: (scope, refundId) => submitRefund(context, scope, refundId),
    handleStripeEvent: (delivery) => handleStripeEvent(context, delivery),
    reconcile: (scope, paymentId) => reconcilePayment(context, scope, paymentId),
    reconcileAccount: (scope, accountId) => reconcileAccount(context, scope, accountId),
    checkLedger: (scope, accountId, options) => checkLedger(context, scope, accountId, options),
    reconcileRefund: (scope, refundId) => reconcileRefund(context, scope, refundId),
  };
}
