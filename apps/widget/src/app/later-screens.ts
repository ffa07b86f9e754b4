import { lazy } from 'react';

// What comes after the details is loaded while they are typed. Stripe.js itself comes with the payment step and no earlier.
const loadScreens = () => import('./after-details.ts');

export const PaymentStep = lazy(() => loadScreens().then(({ PaymentStep: Step }) => ({ default: Step })));

export const ConfirmationStep = lazy(() => loadScreens().then(({ ConfirmationStep: Step }) => ({ default: Step })));

export const Restoring = lazy(() => loadScreens().then(({ Restoring: Screen }) => ({ default: Screen })));

/** Loads the screens after the details; a failed load is tried again when they are shown. */
export function preloadLaterScreens(): void {
  loadScreens().catch(() => null);
}
