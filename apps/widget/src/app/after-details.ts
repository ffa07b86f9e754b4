// A chunk of its own: everything that is shown once the details are sent, and what comes beside them a moment later.
export { CancellationTerms } from '../features/cancellation/cancellation-terms.tsx';
export { ConfirmationStep } from '../features/confirmation/confirmation-step.tsx';
export { HoldExpiredNotice } from '../features/holds/hold-expired-notice.tsx';
export { PaymentStep } from '../features/payment/payment-step.tsx';
export { Restoring } from './restoring.tsx';
