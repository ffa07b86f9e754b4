export { priceBooking } from './price-booking.ts';
export { quoteRoutes, type PricingContext } from './routes.ts';
