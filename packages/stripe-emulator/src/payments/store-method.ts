import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { CardOutcome } from '../cards/test-cards.ts';
import type { Context } from '../context.ts';
import { newId } from '../store/ids.ts';
import type { PaymentMethodRecord } from '../store/records.ts';

/** What kind of method it is, with the facts of that kind; the rest is the same for all. */
export type MethodFacts = Pick<Stripe.PaymentMethod, 'type'> & Partial<Stripe.PaymentMethod>;

export interface MethodOwner {
  readonly billing: Stripe.PaymentMethod.BillingDetails;
  readonly metadata: Stripe.Metadata;
}

/** Stores a new payment method, with what its bank will do. */
export function storeMethod(context: Context, facts: MethodFacts, outcome: CardOutcome, { billing, metadata }: MethodOwner): PaymentMethodRecord {
  const object: Stripe.PaymentMethod = {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billing,
    created: toUnixSeconds(context.clock.now()),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata,
    ...facts,
  };
  const record: PaymentMethodRecord = { account: context.account, object, outcome };
  context.store.put('payment_method', object.id, record);
  return record;
}
