import type { Services } from '../app/services.ts';

/**
 * Gives the held time back, if there is one. That it fails doesn't matter to the customer: the hold ends by itself. One that
 * has run out here is given back too, since it may have a moment left on the server and would stand in its owner's way.
 * Only asks the server; what the state becomes is the caller's to say.
 */
export async function releaseHold({ api, flow }: Pick<Services, 'api' | 'flow'>): Promise<void> {
  const { hold } = flow.getState();
  if (hold === null) return;
  try {
    await api.releaseHold(hold);
  } catch {
    // It runs out on its own.
  }
}
