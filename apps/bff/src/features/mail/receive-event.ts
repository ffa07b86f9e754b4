import { enqueueOutbox } from '../../platform/db/outbox.ts';
import { withTenant } from '../../platform/db/with-tenant.ts';
import type { EventReceiver } from '../events/index.ts';
import { mailKindOf } from './kinds.ts';
import type { MailContext } from './mail-context.ts';
import { insertEmail } from './mail-repository.ts';
import { planReminder } from './reminder.ts';

/** Makes an event's e-mail, once however often it is handed over, and the work of sending it. */
export function createMailReceiver(context: MailContext): EventReceiver {
  return async (scope, event) => {
    const kind = mailKindOf(event);
    if (kind === null) return;
    await withTenant(context.app, scope, async (tx) => {
      const now = context.clock.now();
      const { bookingId } = event;
      const id = await insertEmail(tx, { kind, occasion: event.id, eventId: event.id, bookingId, at: now }, now);
      if (id !== null) await enqueueOutbox(tx, 'mail.send', { emailId: id }, now);
      if (bookingId !== null && (kind === 'confirmation' || kind === 'change')) await planReminder(context, tx, bookingId, now);
    });
  };
}
