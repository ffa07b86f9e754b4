import { withTenant } from '../../platform/db/with-tenant.ts';
import type { EventReceiver } from '../events/index.ts';
import type { WaitlistContext } from './waitlist-context.ts';
import { enqueueIfAwaited } from './waitlist-repository.ts';

/** What happens to bookings, for the line: time came free. */
export function createWaitlistReceiver({ app, clock }: Pick<WaitlistContext, 'app' | 'clock'>): EventReceiver {
  return async (scope, { type }) => {
    switch (type) {
      // Where the time was, the booking may no longer say.
      case 'booking.cancelled':
      case 'booking.expired':
      case 'booking.rescheduled':
        await withTenant(app, scope, (tx) => enqueueIfAwaited(tx, null, clock.now()));
        return;
      default:
    }
  };
}
