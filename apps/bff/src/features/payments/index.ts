export { assertChargeable, chargeLimits, type ChargeLimits } from './charge-limits.ts';
export type { ConnectedAccount } from './connected-account.ts';
export { createPayments, type PaymentsDependencies } from './create-payments.ts';
export { PaymentNotOpenError, PaymentsUnavailableError } from './errors.ts';
export { callStripe, isGone, isKeyConflict } from './provider-errors.ts';
export type { PaymentContext, PaymentListener } from './payment-listener.ts';
export { isOpen, type BookingPayments, type Payment, type PaymentStatus } from './payment.ts';
export type { AbandonOutcome, DeliveryOutcome, FindAccountOwner, IntentDetails, OpenPaymentInput, Payments, RefundRequest, StripeDelivery } from './payments.ts';
export { stripeWebhookRoutes } from './routes.ts';
