import type Stripe from 'stripe';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { recordAudit } from '../audit/index.ts';
import type { AccountEvent } from './account-event.ts';
import { updateAccountState } from './account-repository.ts';
import { insertStripeEvent } from './event-repository.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import type { DeliveryOutcome } from './payments.ts';
import { callStripe } from './provider-errors.ts';

/** Several of these come within one second while a tenant is onboarded, in any order, so the account itself is asked. */
export async function handleAccountEvent(context: PaymentsContext, { event, accountId, scope, because }: AccountEvent<Stripe.AccountUpdatedEvent>): Promise<DeliveryOutcome> {
  const account = await callStripe(() => stripeOf(context).accounts.retrieve(accountId));
  const state = { chargesEnabled: account.charges_enabled, payoutsEnabled: account.payouts_enabled, detailsSubmitted: account.details_submitted };
  return withTenant(context.database, scope, async (tx) => {
    const record = { id: event.id, accountId, type: event.type, payload: { ...state }, occurredAt: new Date(event.created * 1000) };
    if (!(await insertStripeEvent(tx, record, because.now))) return 'duplicate';
    if (await updateAccountState(tx, accountId, state, because.now)) {
      await recordAudit(tx, {
        actor: because.actor, action: 'stripe_account.updated', entity: 'stripe_account', entityId: accountId, change: { ...state },
        requestId: because.requestId, at: because.now,
      });
    }
    return 'applied';
  });
}
