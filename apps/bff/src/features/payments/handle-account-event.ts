import type Stripe from 'stripe';
import type { AccountEvent } from './account-event.ts';
import { insertStripeEvent } from './event-repository.ts';
import type { PaymentsContext } from './payments-context.ts';
import type { DeliveryOutcome } from './payments.ts';

/** That something about an account has changed, or that it has left the platform: how it stands now is asked of Stripe. */
export async function handleAccountEvent(
  context: PaymentsContext,
  { event, accountId, scope, because }: AccountEvent<Stripe.AccountUpdatedEvent | Stripe.AccountApplicationDeauthorizedEvent>,
): Promise<DeliveryOutcome> {
  let outcome: DeliveryOutcome = 'ignored';
  await context.syncAccount(scope, because, async (tx, { chargesEnabled, payoutsEnabled, detailsSubmitted }) => {
    const payload = { chargesEnabled, payoutsEnabled, detailsSubmitted };
    const isNew = await insertStripeEvent(tx, { id: event.id, accountId, type: event.type, payload, occurredAt: new Date(event.created * 1000) }, because.now);
    outcome = isNew ? 'applied' : 'duplicate';
    return isNew;
  });
  return outcome;
}
