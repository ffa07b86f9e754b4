// A chunk of its own: everything that is shown once the details are sent, and what only some see before that.
export { ConfirmationStep } from '../features/confirmation/confirmation-step.tsx';
export { HoldExpiredNotice } from '../features/holds/hold-expired-notice.tsx';
export { PaymentStep } from '../features/payment/payment-step.tsx';
export { FileField } from '../features/questions/file-field.tsx';
export { PriceInputs } from '../features/quotes/price-inputs.tsx';
export { Restoring } from './restoring.tsx';
