import type { WaitlistAccess, WaitlistClient } from '@mais/api-client/waitlist';
import type { Hold, WaitlistEntry } from '@mais/contract';

import type { Services } from '../../app/services.ts';
import { fail } from '../../flow/trouble-of.ts';
import { standing } from './standing.ts';
import { waitlistClient } from './waitlist-client.ts';

/**
 * Goes on from the link of an e-mail: with the offered time held at the details, or where the entry still waits, at the
 * calendar with how it stands. An offer that is over says so there.
 */
export async function openWaitlistEntry(services: Services, access: WaitlistAccess, client: WaitlistClient = waitlistClient(services)): Promise<void> {
  const { flow, nowMs } = services;
  try {
    const entry = await client.getEntry(access);
    const askedAtMs = nowMs();
    if (entry.status === 'offered') return goOn(services, await client.accept(access), askedAtMs);
    standing.set({ access, entry });
    showTimes(services, entry);
  } catch (error) {
    if (flow.getState().packageSlug !== null) flow.dispatch({ type: 'step_entered', step: 'time' });
    fail(services, error);
  }
}

function goOn({ firstView, flow }: Services, hold: Hold, askedAtMs: number): void {
  if (!firstView.packages.some(({ slug }) => slug === hold.package)) return;
  const held = { ...hold, deadlineMs: askedAtMs + hold.expiresInSeconds * 1000, hasExpired: false };
  flow.dispatch({ type: 'package_chosen', packageSlug: hold.package, partySize: hold.partySize, next: 'time' });
  flow.dispatch({ type: 'party_changed', partySize: hold.partySize });
  flow.dispatch({ type: 'hold_made', hold: held });
}

function showTimes({ firstView, flow }: Services, { package: { slug }, partySize }: WaitlistEntry): void {
  if (flow.getState().order === null && firstView.packages.some((one) => one.slug === slug)) flow.dispatch({ type: 'package_chosen', packageSlug: slug, partySize, next: 'time' });
}
