import type { FirstView } from '@mais/contract';

import type { Order } from '../flow/state.ts';

/** What opens a booking; the token proves that it is yours. */
export interface BookingAccess {
  readonly id: string;
  readonly token: string;
}

/**
 * The address of the hosted page at which a booking goes on in a tab of its own. The token stands behind the `#`, which browsers
 * send to no server and name to no other website.
 */
export function bookingAddress({ config, key }: Pick<FirstView, 'config' | 'key'>, { booking, token }: Order, origin: string): string {
  const address = new URL(`/book/${config.tenant.slug}`, origin);
  if (key !== null) address.searchParams.set('key', key);
  address.searchParams.set('booking', booking.id);
  address.hash = new URLSearchParams({ token }).toString();
  return address.href;
}

/** The booking that an address opens; null where it names none. */
export function bookingOfAddress(href: string): BookingAccess | null {
  const { searchParams, hash } = new URL(href);
  const id = searchParams.get('booking');
  const token = new URLSearchParams(hash.slice(1)).get('token');
  return id === null || token === null || id === '' || token === '' ? null : { id, token };
}

/** What Stripe adds to the address that a bank sends the customer back to. */
const returnParameters = ['payment_intent', 'payment_intent_client_secret', 'redirect_status'];

/** The address without the booking and its payment, for the history and for whoever copies it. */
export function withoutBooking(href: string): string {
  const address = new URL(href);
  for (const name of ['booking', ...returnParameters]) address.searchParams.delete(name);
  address.hash = '';
  return address.href;
}
