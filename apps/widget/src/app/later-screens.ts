import { lazy } from 'react';

import { type LaterWords, loadLaterWords } from '../i18n/load-language.ts';

// Chunks of their own, each with its words. Stripe.js itself comes with the payment step and no earlier.
const loadAfterDetails = () => withWords(import('./after-details.ts'), 'paying');
const loadPriceInputs = () => withWords(import('../features/quotes/price-inputs.tsx'), 'asked');
const loadFileField = () => withWords(import('../features/questions/file-field.tsx'), 'asked');
// It shows a booking as its confirmation does.
const loadManageBooking = () => withWords(import('../features/manage/manage-booking.tsx'), 'manage', 'paying');
const loadWaitlist = () => withWords(import('../features/waitlist/waitlist.tsx'), 'asked');

export const PaymentStep = lazy(() => loadAfterDetails().then((screens) => ({ default: screens.PaymentStep })));
export const ConfirmationStep = lazy(() => loadAfterDetails().then((screens) => ({ default: screens.ConfirmationStep })));
export const Restoring = lazy(() => loadAfterDetails().then((screens) => ({ default: screens.Restoring })));
export const CancellationTerms = lazy(() => loadAfterDetails().then((screens) => ({ default: screens.CancellationTerms })));
export const HoldExpiredNotice = lazy(() => loadAfterDetails().then((screens) => ({ default: screens.HoldExpiredNotice })));
export const PriceInputs = lazy(() => loadPriceInputs().then((screens) => ({ default: screens.PriceInputs })));
export const FileField = lazy(() => loadFileField().then((screens) => ({ default: screens.FileField })));
export const ManageBooking = lazy(() => loadManageBooking().then((screens) => ({ default: screens.ManageBooking })));

/** For days that are full; the calendar is whole without it, also where it can't be loaded. */
export const Waitlist = lazy(() => loadWaitlist().then(({ Waitlist: Part }) => ({ default: Part }), () => ({ default: () => null })));

/** Loads the screens after the details while those are typed; a failed load is tried again when they are shown. */
export function preloadLaterScreens(): void {
  loadAfterDetails().catch(() => null);
}

async function withWords<Screens>(screens: Promise<Screens>, ...words: LaterWords[]): Promise<Screens> {
  const [loaded] = await Promise.all([screens, loadLaterWords(...words)]);
  return loaded;
}
