import { lazy } from 'react';

import { loadLaterWords } from '../i18n/load-language.ts';

// What comes after the details is loaded while they are typed. Stripe.js itself comes with the payment step and no earlier.
const loadScreens = async () => {
  const [screens] = await Promise.all([import('./after-details.ts'), loadLaterWords()]);
  return screens;
};

export const PaymentStep = later('PaymentStep');
export const ConfirmationStep = later('ConfirmationStep');
export const PriceInputs = later('PriceInputs');
export const HoldExpiredNotice = later('HoldExpiredNotice');
export const FileField = later('FileField');
export const Restoring = later('Restoring');

function later<Name extends keyof Awaited<ReturnType<typeof loadScreens>>>(name: Name) {
  return lazy(() => loadScreens().then((screens) => ({ default: screens[name] })));
}

/** A page of its own, which whoever books does not see. */
export const ManageBooking = lazy(() => Promise.all([import('../features/manage/manage-booking.tsx'), loadLaterWords()]).then(([screen]) => ({ default: screen.ManageBooking })));

/** For days that are full, which only some visitors need; the calendar is whole without it. */
export const Waitlist = lazy(() => import('../features/waitlist/waitlist.tsx').then(({ Waitlist: Part }) => ({ default: Part }), () => ({ default: () => null })));

/** Loads the screens after the details; a failed load is tried again when they are shown. */
export function preloadLaterScreens(): void {
  loadScreens().catch(() => null);
}
