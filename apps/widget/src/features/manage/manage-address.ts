import type { Booking, FirstView } from '@mais/contract';

import type { BookingAccess } from '../../hosted/booking-address.ts';

/**
 * The address at which a customer sees, moves, cancels and pays a booking later. What opens it stands behind the `#`, which browsers
 * send to no server and name to no other website. The server writes the same into e-mails.
 */
export function manageAddress({ config, key }: Pick<FirstView, 'config' | 'key'>, { id, manageToken }: Pick<Booking, 'id' | 'manageToken'>, origin: string): string {
  const address = new URL(`/book/${config.tenant.slug}/manage`, origin);
  if (key !== null) address.searchParams.set('key', key);
  address.hash = new URLSearchParams({ booking: id, token: manageToken }).toString();
  return address.href;
}

/** The booking that an address opens; null where it names none. */
export function managedOfAddress(href: string): BookingAccess | null {
  const fragment = new URLSearchParams(new URL(href).hash.slice(1));
  const [id, token] = [fragment.get('booking'), fragment.get('token')];
  return id && token ? { id, token } : null;
}
