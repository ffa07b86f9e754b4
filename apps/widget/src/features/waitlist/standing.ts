import type { WaitlistAccess } from '@mais/api-client/waitlist';
import type { WaitlistEntry } from '@mais/contract';

/** How the entry stands that an e-mail has led to. */
export interface Standing {
  readonly access: WaitlistAccess;
  /** null where the link was for an offer that is over */
  readonly entry: WaitlistEntry | null;
}

// Not the flow's store: it is nobody's way to a booking.
let known: Standing | null = null;
const listeners = new Set<() => void>();

export const standing = {
  /** null before, and where there is none */
  getState: () => known,
  set(next: Standing): void {
    known = next;
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
