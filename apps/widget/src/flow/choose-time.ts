import type { Services } from '../app/services.ts';
import { releaseHold } from './release-hold.ts';
import { fail } from './trouble-of.ts';

/** Holds a time at once and goes on to the details; a time that was held before is released first. */
export async function chooseTime(services: Services, startsAt: string): Promise<void> {
  const { api, flow, availability, nowMs } = services;
  const { packageSlug, partySize, busy, hold } = flow.getState();
  if (busy !== null || packageSlug === null) return;
  if (hold !== null && !hold.hasExpired && hold.startsAt === startsAt) return flow.dispatch({ type: 'step_entered', step: 'details' });

  // Before the new hold, not after: with buffers the two may exclude each other.
  const released = releaseHold(services);
  flow.dispatch({ type: 'hold_wanted', startsAt });
  await released;
  const askedAtMs = nowMs();
  try {
    const made = await api.createHold({ package: packageSlug, startsAt, partySize }, { idempotencyKey: crypto.randomUUID() });
    // From when it was asked for: the server's clock started somewhere between then and now.
    flow.dispatch({ type: 'hold_made', hold: { ...made, deadlineMs: askedAtMs + made.expiresInSeconds * 1000, hasExpired: false } });
  } catch (error) {
    fail(services, error);
    availability.refresh({ packageSlug, partySize });
  }
}

/** Holds the time that ran out once more; where somebody else has it by now, the calendar is shown again. */
export async function holdAgain(services: Services): Promise<void> {
  const { hold } = services.flow.getState();
  if (hold === null) return;
  await chooseTime(services, hold.startsAt);
  if (services.flow.getState().hold === null) services.flow.dispatch({ type: 'time_lost' });
}
