import type { Services } from '../app/services.ts';
import { openWaitlistEntry } from '../features/waitlist/open-entry.ts';
import { takeBookingOfAddress } from './open-hosted-page.ts';
import { followStepsInHistory } from './step-history.ts';
import { waitlistOfAddress, withoutWaitlist } from './waitlist-address.ts';

/**
 * What only a page of its own does, before the widget is there: takes over what its address opens, and follows the browser's Back.
 * @param restore begins again with what the tab remembers
 */
export function onHostedPage(services: Services, restore: () => void, { location, history }: Pick<Window, 'location' | 'history'> = window): void {
  if (takeBookingOfAddress(services.memory)) restore();
  const entry = waitlistOfAddress(location.href);
  if (entry !== null) {
    // Where the server has no answer, loading the page again is the way on.
    const forget = (isKnown: boolean) => isKnown && history.replaceState(history.state, '', withoutWaitlist(location.href));
    void openWaitlistEntry(services, entry).then(forget);
  }
  followStepsInHistory(services);
}
