import { collectBalance, expireBooking, expireHold } from '../features/bookings/index.ts';
import { removeFile } from '../features/files/index.ts';
import { sendEmail } from '../features/mail/index.ts';
import { offerPlaces } from '../features/waitlist/index.ts';
import type { Services } from '../services.ts';
import { listDueBalances, listDueBookings, listDueEmails, listDueFiles, listDueHolds, listDueRefunds, listUnbookedPayments, listUnsettledPayments, listWaitingScopes, pruneOldRows, type Due } from './due-work.ts';

/** Webhooks come within seconds; what is silent for this long is asked about. */
const QUIET_MS = 60_000;

/** Ends holds and bookings whose time is up. One that fails doesn't keep the others. */
export async function sweepDue(services: Services): Promise<void> {
  const { platform, clock, bookings } = services;
  await each(services, 'hold', await listDueHolds(platform, clock.now()), (due) => expireHold(bookings, due, due.id));
  await each(services, 'booking', await listDueBookings(platform, clock.now()), (due) => expireBooking(bookings, due, due.id));
}

/** Asks Stripe about payments and refunds of which no event told, and makes refunds again that failed. */
export async function reconcileUnsettled(services: Services): Promise<void> {
  const { platform, clock, payments } = services;
  const quietSince = new Date(clock.now().getTime() - QUIET_MS);
  await each(services, 'payment', await listUnsettledPayments(platform, quietSince), (due) => payments.reconcile(due, due.id));
  await each(services, 'booked payment', await listUnbookedPayments(platform, clock.now()), (due) => payments.reconcile(due, due.id));
  await each(services, 'refund', await listDueRefunds(platform, clock.now()), (due) => payments.reconcileRefund(due, due.id));
}

/** Collects balances whose time has come. */
export async function collectBalances(services: Services): Promise<void> {
  const { platform, clock, bookings } = services;
  await each(services, 'balance', await listDueBalances(platform, clock.now()), (due) => collectBalance(bookings, due, due.id));
}

/** Sends e-mails that are due again, or whose time has come. */
export async function sendDueMail(services: Services): Promise<void> {
  const { platform, clock, mail } = services;
  await each(services, 'e-mail', await listDueEmails(platform, clock.now()), (due) => sendEmail(mail, due, due.id));
}

/** Removes uploads that nobody will ask for. */
export async function removeDueFiles(services: Services): Promise<void> {
  await each(services, 'file', await listDueFiles(services.platform, services.clock.now()), (due) => removeFile(services.files, due, due.id));
}

/** What no row of the outbox tells: opening hours that changed, a hold that ended without a word, a line that was longer than one run. */
const LOOK_AGAIN_MS = 60_000;

/** Looks whether there is something for whoever waits, and ends what they waited for in vain. */
export async function offerToWaiting(services: Services): Promise<void> {
  const { platform, clock, waitlist } = services;
  for (const scope of await listWaitingScopes(platform, new Date(clock.now().getTime() - LOOK_AGAIN_MS))) {
    await offerPlaces(waitlist, scope, null).catch((error: unknown) => {
      services.log.warn({ tenantId: scope.tenantId, err: error }, 'nothing could be offered to who waits; the next run tries again');
    });
  }
}

export async function prune(services: Services): Promise<void> {
  await pruneOldRows(services.platform, services.clock.now());
}

async function each<Id extends string>(services: Services, kind: string, items: readonly Due<Id>[], work: (due: Due<Id>) => Promise<unknown>): Promise<void> {
  for (const due of items) {
    try {
      await work(due);
    } catch (error) {
      services.log.warn({ kind, id: due.id, tenantId: due.tenantId, err: error }, 'due work failed; the next run tries again');
    }
  }
}
