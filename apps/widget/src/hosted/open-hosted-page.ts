import type { SessionMemory } from '../storage/session-memory.ts';
import { bookingOfAddress, withoutBooking } from './booking-address.ts';

/** Takes the booking that the page's address opens, if it does, into the tab's memory, to be come back to as after a reload. */
export function takeBookingOfAddress(memory: SessionMemory, { location, history }: Pick<Window, 'location' | 'history'> = window): boolean {
  const access = bookingOfAddress(location.href);
  if (access === null) return false;
  history.replaceState(history.state, '', withoutBooking(location.href));
  memory.saved.write({
    step: 'payment', packageSlug: null, partySize: 1, addOns: {}, customer: { name: '', email: '', phone: '', note: '' }, answers: {}, hold: null,
    order: { ...access, paymentSent: false }, savedAtMs: Date.now(),
  });
  return true;
}
