import type Stripe from 'stripe';
import { lockForTransaction } from '../../../platform/db/locks.ts';
import { withTenant, type TenantScope, type TenantTx } from '../../../platform/db/with-tenant.ts';
import { newId, type PayoutId } from '../../../platform/ids.ts';
import { recordAudit } from '../../audit/index.ts';
import { recordEvent } from '../../events/index.ts';
import type { AccountEvent } from '../account-event.ts';
import { insertStripeEvent } from '../event-repository.ts';
import { insertPosting } from '../ledger-repository.ts';
import type { PaymentContext } from '../payment-listener.ts';
import { stripeOf, type PaymentsContext } from '../payments-context.ts';
import type { DeliveryOutcome } from '../payments.ts';
import { payoutPosting } from '../postings.ts';
import { callStripe } from '../provider-errors.ts';
import { findPayout, upsertPayout } from './payout-repository.ts';
import { payoutFacts, payoutOf, type Payout } from './payout.ts';

/** More than these moves between a question and its answer are a defect, not a race. */
const MAX_ROUNDS = 5;

type PayoutEvent = Stripe.PayoutCreatedEvent | Stripe.PayoutUpdatedEvent | Stripe.PayoutPaidEvent | Stripe.PayoutFailedEvent | Stripe.PayoutCanceledEvent;

export async function handlePayoutEvent(context: PaymentsContext, { event, accountId, scope, because }: AccountEvent<PayoutEvent>): Promise<DeliveryOutcome> {
  const { id, status, amount } = event.data.object;
  let isNew = true;
  await askPayout(context, scope, { accountId, payoutId: id }, because, async (tx) => {
    isNew = await insertStripeEvent(tx, { id: event.id, accountId, type: event.type, payload: { id, status, amount }, occurredAt: new Date(event.created * 1000) }, because.now);
    return isNew;
  });
  return isNew ? 'applied' : 'duplicate';
}

/**
 * Asks how a payout stands and puts it down with what it has moved, unless another answer came in between: then it is asked again.
 * @param first runs in the same transaction before anything is written; when it says false, nothing is
 */
export async function askPayout(
  context: PaymentsContext,
  scope: TenantScope,
  { accountId, payoutId }: { readonly accountId: string; readonly payoutId: string },
  because: PaymentContext,
  first: (tx: TenantTx) => Promise<boolean> = () => Promise.resolve(true),
): Promise<void> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const before = await withTenant(context.database, scope, (tx) => findPayout(tx, payoutId));
    const expand = ['balance_transaction', 'failure_balance_transaction'];
    const told = await callStripe(() => stripeOf(context).payouts.retrieve(payoutId, { expand }, { stripeAccount: accountId }));
    const isDone = await withTenant(context.database, scope, async (tx) => {
      await lockForTransaction(tx, 'payout', payoutId);
      const known = await findPayout(tx, payoutId);
      if (known?.version !== before?.version) return false;
      if (await first(tx)) await apply(tx, { accountId, known, told }, because);
      return true;
    });
    if (isDone) return;
  }
  throw new Error(`payout ${payoutId} moved ${MAX_ROUNDS} times while Stripe was asked about it`);
}

async function apply(tx: TenantTx, { accountId, known, told }: { accountId: string; known: Payout | null; told: Stripe.Payout }, because: PaymentContext): Promise<void> {
  const state = payoutOf(known?.id ?? newId<PayoutId>(), accountId, told);
  const isNews = known === null || known.status !== state.status || known.arrivesAt.getTime() !== state.arrivesAt.getTime();
  const payout = isNews ? await upsertPayout(tx, state, because.now) : known;
  if (payout.status !== known?.status && (payout.status === 'paid' || payout.status === 'failed')) await record(tx, `payout.${payout.status}`, payout, because);
  const of = { stripeAccountId: accountId, currency: payout.currency, bookingId: null, paymentId: null, refundId: null };
  for (const kind of ['payout', 'payout_failure'] as const) {
    const transaction = kind === 'payout' ? told.balance_transaction : told.failure_balance_transaction;
    if (typeof transaction === 'object' && transaction !== null) await insertPosting(tx, of, payoutPosting(kind, told.id, transaction), because);
  }
}

async function record(tx: TenantTx, type: 'payout.paid' | 'payout.failed', payout: Payout, because: PaymentContext): Promise<void> {
  const facts = payoutFacts(payout);
  await recordEvent(tx, { type, bookingId: null, subjectId: payout.id, data: facts, at: because.now });
  await recordAudit(tx, { actor: because.actor, action: type, entity: 'payout', entityId: payout.id, requestId: because.requestId, at: because.now, change: { ...facts, cause: because.cause } });
}
