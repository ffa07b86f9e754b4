export type { ConnectedAccount } from './connected-account.ts';
export { createPayments, type PaymentsDependencies } from './create-payments.ts';
export { PaymentsUnavailableError } from './errors.ts';
export { callStripe, isGone, isKeyConflict } from './provider-errors.ts';
export type { PaymentContext, PaymentListener } from './payment-listener.ts';
export { isOpen, type BookingPayments, type Payment, type PaymentStatus } from './payment.ts';
export type { AbandonOutcome, BookingRefundRequest, DeliveryOutcome, FindAccountOwner, IntentDetails, OpenPaymentInput, Payments, RefundRequest, StripeDelivery } from './payments.ts';
export { presentRefund } from './present-refund.ts';
export { stripeWebhookRoutes } from './routes.ts';
