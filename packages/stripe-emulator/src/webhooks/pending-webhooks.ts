import type Stripe from 'stripe';
import type { Store } from '../store/store.ts';

/** An event with the number of endpoints that haven't taken it yet, which changes after the event was made. */
export function withPendingWebhooks(store: Store, event: Stripe.Event): Stripe.Event {
  let pending = 0;
  for (const delivery of store.newestOf('delivery', event.id)) if (delivery.state === 'pending') pending += 1;
  return { ...event, pending_webhooks: pending };
}
