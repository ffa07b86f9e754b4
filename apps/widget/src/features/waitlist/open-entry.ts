import { ApiProblem } from '@mais/api-client';
import type { WaitlistAccess, WaitlistClient } from '@mais/api-client/waitlist';
import type { Hold, WaitlistEntry } from '@mais/contract';

import type { Services } from '../../app/services.ts';
import { fail } from '../../flow/trouble-of.ts';
import { standing } from './standing.ts';
import { waitlistClient } from './waitlist-client.ts';

/**
 * Goes on from the link of an e-mail: at the calendar, with how the entry stands and what is offered to it. Nothing is taken by
 * opening the link, which programs that look through somebody's mail do too.
 * @returns whether it is known now how the entry stands
 */
export async function openWaitlistEntry(services: Services, access: WaitlistAccess, client: WaitlistClient = waitlistClient(services)): Promise<boolean> {
  const { flow } = services;
  try {
    const entry = await client.getEntry(access);
    standing.set({ access, entry });
    showTimes(services, entry);
    return true;
  } catch (error) {
    if (flow.getState().packageSlug !== null) flow.dispatch({ type: 'step_entered', step: 'time' });
    const isKnown = isOver(error);
    if (isKnown) standing.set({ access, entry: null });
    else fail(services, error);
    return isKnown;
  }
}

/** Takes what is offered: from here on it is a time that is held, as if it had been chosen in the calendar. @throws what the API answers */
export async function takeOffer(services: Services, access: WaitlistAccess): Promise<void> {
  const askedAtMs = services.nowMs();
  goOn(services, await waitlistClient(services).accept(access), askedAtMs);
}

/** Whether what an entry could still do was done meanwhile, in another tab: how it stands is to be read again. */
export function isDone(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'hold_not_active';
}

/** Whether an offer has ended meanwhile. */
export function isOver(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'hold_expired';
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
