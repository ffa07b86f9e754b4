export { type BookingsContext } from './context.ts';
export { createHoldTurnstile } from './create-hold.ts';
export { expireBooking, expireHold } from './expire-due.ts';
export { bookingRoutes } from './routes.ts';
export { createPaymentListener } from './settle-payment.ts';
