import { dispatchEvent } from '../jobs/dispatch-event.ts';
import { sendEmail } from '../features/mail/index.ts';
import { daysOf, offerPlaces } from '../features/waitlist/index.ts';
import { sendLane, type Lane } from '../features/webhooks/index.ts';
import type { TenantScope } from '../platform/db/with-tenant.ts';
import type { EmailId, EventId, RefundId } from '../platform/ids.ts';
import type { Services } from '../services.ts';

/** Does what waits in the outbox, as the worker does, until nothing waits any more; what fails is thrown. */
export async function workOutbox(services: Services): Promise<void> {
  for (;;) {
    const rows = await services.platform<(TenantScope & { id: string; topic: string; payload: unknown })[]>`
      select tenant_id, livemode, id, topic, payload from outbox where dispatched_at is null order by created_at, id limit 50`;
    if (rows.length === 0) return;
    for (const { id, topic, payload, ...scope } of rows) {
      if (topic === 'event.dispatch') await dispatchEvent(services, scope, (payload as { eventId: EventId }).eventId);
      else if (topic === 'webhook.send') await sendLane(services.webhooks, scope, payload as Lane);
      else if (topic === 'mail.send') await sendEmail(services.mail, scope, (payload as { emailId: EmailId }).emailId);
      else if (topic === 'waitlist.offer') await offerPlaces(services.waitlist, scope, daysOf(payload));
      else await services.payments.submitRefund(scope, (payload as { refundId: RefundId }).refundId);
      await services.platform`update outbox set dispatched_at = now() where tenant_id = ${scope.tenantId} and id = ${id}`;
    }
  }
}
