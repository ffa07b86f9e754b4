import { collectBalance, expireBooking, expireHold } from '../features/bookings/index.ts';
import { sendEmail } from '../features/mail/index.ts';
import type { Services } from '../services.ts';
import { listDueBalances, listDueBookings, listDueEmails, listDueHolds, listDueRefunds, listUnbookedPayments, listUnsettledPayments, pruneOldRows, type Due } from './due-work.ts';

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
  await each(services, 'booked payment', await listUnbookedPayments(platform, quietSince), (due) => payments.reconcile(due, due.id));
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
