export { readBookingCalendar, type CalendarFile } from './booking-calendar.ts';
export { createBookingsContext, type BookingsContext } from './context.ts';
export { readBooking } from './get-booking.ts';
export { expireBooking, expireHold } from './expire-due.ts';
export { fileUploadRoutes } from './file-routes.ts';
export { refundRoutes } from './refund-routes.ts';
export { bookingRoutes } from './routes.ts';
export { createPaymentListener } from './settle-payment.ts';
