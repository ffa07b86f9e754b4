// A chunk of its own: everything that is shown once the details are sent.
export { ConfirmationStep } from '../features/confirmation/confirmation-step.tsx';
export { PaymentStep } from '../features/payment/payment-step.tsx';
export { Restoring } from './restoring.tsx';
