import { type Services, findPackage } from '../app/services.ts';
import { releaseHold } from './release-hold.ts';
import { firstStepOf } from './steps.ts';

/** Chooses a package and goes on to the first thing it asks; a hold for another package is let go. */
export function choosePackage(services: Services, slug: string): void {
  const chosen = findPackage(services.firstView, slug);
  const { hold, order } = services.flow.getState();
  if (chosen === null || order !== null) return;
  if (hold !== null && hold.package !== slug) void releaseHold(services);
  services.flow.dispatch({ type: 'package_chosen', packageSlug: slug, partySize: chosen.minPartySize, next: firstStepOf(chosen) });
}

/** Changes how many are coming; a hold for another number is let go. */
export function changeParty(services: Services, partySize: number): void {
  const { hold } = services.flow.getState();
  if (hold !== null && hold.partySize !== partySize) void releaseHold(services);
  services.flow.dispatch({ type: 'party_changed', partySize });
}
