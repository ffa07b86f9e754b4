import type { WaitlistAccess } from '@mais/api-client/waitlist';

/** The entry of the waitlist that an address opens, as an e-mail brings it; null where it names none. */
export function waitlistOfAddress(href: string): WaitlistAccess | null {
  const { searchParams, hash } = new URL(href);
  const id = searchParams.get('waitlist');
  const token = new URLSearchParams(hash.slice(1)).get('token');
  return id === null || token === null || id === '' || token === '' ? null : { id, token };
}

/** The address without it, for the history and for whoever copies it. */
export function withoutWaitlist(href: string): string {
  const address = new URL(href);
  address.searchParams.delete('waitlist');
  address.hash = '';
  return address.href;
}
