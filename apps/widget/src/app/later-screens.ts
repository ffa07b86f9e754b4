import { lazy } from 'react';

import { loadLaterWords } from '../i18n/load-language.ts';

// What comes after the details is loaded while they are typed. Stripe.js itself comes with the payment step and no earlier.
const loadScreens = async () => {
  const [screens] = await Promise.all([import('./after-details.ts'), loadLaterWords()]);
  return screens;
};

export const PaymentStep = lazy(() => loadScreens().then(({ PaymentStep: Step }) => ({ default: Step })));

export const ConfirmationStep = lazy(() => loadScreens().then(({ ConfirmationStep: Step }) => ({ default: Step })));

export const ManageBooking = lazy(() => loadScreens().then(({ ManageBooking: Screen }) => ({ default: Screen })));

export const PriceInputs = lazy(() => loadScreens().then(({ PriceInputs: Inputs }) => ({ default: Inputs })));

export const Restoring = lazy(() => loadScreens().then(({ Restoring: Screen }) => ({ default: Screen })));

/** Loads the screens after the details; a failed load is tried again when they are shown. */
export function preloadLaterScreens(): void {
  loadScreens().catch(() => null);
}
