import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import { applyIntent, cancelled } from './apply-intent.ts';
import { askAndApply, findLostIntent } from './ask-intent.ts';
import { cancelIntent } from './cancel-intent.ts';
import { PaymentProviderUnavailableError } from './errors.ts';
import type { PaymentContext } from './payment-listener.ts';
import { findOpenPayment, lockPayment, movePayment } from './payment-repository.ts';
import { isOpen, type Payment } from './payment.ts';
import type { PaymentsContext } from './payments-context.ts';
import type { AbandonOutcome } from './payments.ts';

/** A payment may move while it is being abandoned, a decline or a webhook for one; it can't keep doing so. */
const MAX_ROUNDS = 3;

export async function abandonPayment(context: PaymentsContext, scope: TenantScope, bookingId: BookingId): Promise<AbandonOutcome> {
  let last: Payment | null = null;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const open = await withTenant(context.database, scope, (tx) => findOpenPayment(tx, bookingId));
    if (open === null) return last === null ? 'nothing_open' : 'cancelled';
    last = await abandonOnce(context, scope, open);
    if (last.status === 'cancelled' || last.status === 'processing' || last.status === 'succeeded') return last.status;
  }
  throw new PaymentProviderUnavailableError();
}

/** @returns the payment afterwards; it may still be open */
async function abandonOnce(context: PaymentsContext, scope: TenantScope, payment: Payment): Promise<Payment> {
  const because: PaymentContext = { actor: 'system', cause: 'payment abandoned', now: context.clock.now() };
  const intentId = payment.paymentIntentId ?? (await findLostIntent(context, payment))?.id ?? null;
  if (intentId === null) return cancelWithoutIntent(context, scope, payment, because);
  const answer = await cancelIntent(context, payment, intentId);
  if (answer === 'gone') return cancelWithoutIntent(context, scope, payment, because);
  if (answer === 'refused') return (await askAndApply(context, scope, { paymentId: payment.id, intentId }, because)).payment;
  return withTenant(context.database, scope, async (tx) => {
    const current = await lockPayment(tx, payment);
    await applyIntent(context, tx, { payment: current, accountId: payment.stripeAccountId, intent: answer }, because);
    return lockPayment(tx, payment);
  });
}

/** For a payment that nobody can pay: Stripe has no intent for it, or we lost the account. */
async function cancelWithoutIntent(context: PaymentsContext, scope: TenantScope, payment: Payment, because: PaymentContext): Promise<Payment> {
  return withTenant(context.database, scope, async (tx) => {
    const before = await lockPayment(tx, payment);
    // Its creation was answered after all while we looked.
    if (!isOpen(before) || before.paymentIntentId !== payment.paymentIntentId) return before;
    const { paymentIntentId, chargeId, lastErrorCode } = before;
    const moved = await movePayment(tx, before.id, { status: 'cancelled', paymentIntentId, chargeId, lastErrorCode }, because.now);
    await cancelled(context, tx, { before, moved }, because);
    return moved;
  });
}
