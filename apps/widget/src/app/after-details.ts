// A chunk of its own: everything that is shown once the details are sent, and what only some packages ask before that.
export { ConfirmationStep } from '../features/confirmation/confirmation-step.tsx';
export { ManageBooking } from '../features/manage/manage-booking.tsx';
export { PaymentStep } from '../features/payment/payment-step.tsx';
export { PriceInputs } from '../features/quotes/price-inputs.tsx';
export { Restoring } from './restoring.tsx';
