import type { Services } from '../app/services.ts';

/**
 * Gives the held time back, if there is one. That it fails doesn't matter to the customer: the hold ends by itself.
 * Only asks the server; what the state becomes is the caller's to say.
 */
export async function releaseHold({ api, flow }: Pick<Services, 'api' | 'flow'>): Promise<void> {
  const { hold } = flow.getState();
  if (hold === null || hold.hasExpired) return;
  try {
    await api.releaseHold(hold);
  } catch {
    // It runs out on its own.
  }
}
