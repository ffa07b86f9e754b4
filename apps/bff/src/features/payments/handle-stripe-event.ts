import type Stripe from 'stripe';
import type { AccountEvent } from './account-event.ts';
import { handleDisputeEvent } from './disputes/ask-dispute.ts';
import { handleAccountEvent } from './handle-account-event.ts';
import { handleChargeEvent } from './handle-charge-event.ts';
import { handleIntentEvent } from './handle-intent-event.ts';
import { handleChargeRefunded, handleRefundEvent } from './handle-refund-event.ts';
import type { PaymentsContext } from './payments-context.ts';
import { handlePayoutEvent } from './payouts/ask-payout.ts';
import type { DeliveryOutcome, StripeDelivery } from './payments.ts';
import { verifyStripeEvent } from './verify-stripe-event.ts';

/**
 * What Stripe tells us, at least once and in no order.
 *
 * 1. The signature says that Stripe sent it, to this endpoint, now.
 * 2. An endpoint in production hears of test data too, and a platform's endpoint of accounts that aren't its own: the mode and
 *    the account must be ours, or the event is ignored.
 * 3. The event's row and everything it causes are one transaction: a duplicate changes nothing, a failure leaves nothing, and
 *    Stripe sends it again.
 * 4. Ends (succeeded, cancelled) are taken from the event; what can still change (processing, a decline, refunds of a charge,
 *    disputes, payouts, an account's state) is asked for anew, since its event may be older than what we know.
 */
export async function handleStripeEvent(context: PaymentsContext, delivery: StripeDelivery): Promise<DeliveryOutcome> {
  const event = verifyStripeEvent(context, delivery);
  const owned = await ownedEvent(context, delivery, event);
  if (owned === null) return 'ignored';
  const outcome = await dispatch(context, owned);
  context.log.info({ eventId: event.id, type: event.type, tenantId: owned.scope.tenantId, outcome, requestId: delivery.requestId }, 'stripe event');
  return outcome;
}

async function ownedEvent(context: PaymentsContext, delivery: StripeDelivery, event: Stripe.Event): Promise<AccountEvent | null> {
  const accountId = event.account;
  // The platform's own events move no tenant's money.
  if (delivery.endpoint !== 'connect' || accountId === undefined) return null;
  if (event.livemode !== context.config?.livemode) return null;
  const owner = await context.findAccountOwner(accountId, event.livemode);
  if (owner === null || owner.livemode !== event.livemode) {
    context.log.warn({ eventId: event.id, type: event.type, accountId }, 'stripe event of an account that is nobody’s');
    return null;
  }
  const because = { actor: 'stripe', cause: event.type, now: context.clock.now(), requestId: delivery.requestId };
  return { event, accountId, scope: { tenantId: owner.tenantId, livemode: owner.livemode }, because };
}

function dispatch(context: PaymentsContext, { event, ...rest }: AccountEvent): Promise<DeliveryOutcome> {
  switch (event.type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.canceled':
    case 'payment_intent.processing':
    case 'payment_intent.payment_failed':
      return handleIntentEvent(context, { ...rest, event });
    case 'charge.succeeded':
    case 'charge.updated':
      return handleChargeEvent(context, { ...rest, event });
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
      return handleRefundEvent(context, { ...rest, event });
    case 'charge.refunded':
      return handleChargeRefunded(context, { ...rest, event });
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
      return handleDisputeEvent(context, { ...rest, event });
    case 'payout.created':
    case 'payout.updated':
    case 'payout.paid':
    case 'payout.failed':
    case 'payout.canceled':
      return handlePayoutEvent(context, { ...rest, event });
    case 'account.updated':
    case 'account.application.deauthorized':
      return handleAccountEvent(context, { ...rest, event });
    default:
      return Promise.resolve('ignored');
  }
}
