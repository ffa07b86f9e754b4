import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { PaymentId } from '../../platform/ids.ts';
import { askAndApply, findLostIntent } from './ask-intent.ts';
import { bookCharge } from './book-charge.ts';
import { getPayment, noteBookingTry } from './payment-repository.ts';
import { isOpen } from './payment.ts';
import type { PaymentsContext } from './payments-context.ts';

/** A payment whose intent Stripe doesn't have either is left alone: its creation may be tried again, or it is abandoned. */
export async function reconcilePayment(context: PaymentsContext, scope: TenantScope, paymentId: PaymentId): Promise<void> {
  const payment = await withTenant(context.database, scope, (tx) => getPayment(tx, paymentId));
  const because = { actor: 'stripe', cause: 'reconciliation', now: context.clock.now() };
  if (payment.status === 'succeeded') {
    await withTenant(context.database, scope, (tx) => noteBookingTry(tx, paymentId, because.now));
    await bookCharge(context, scope, paymentId, because);
    return;
  }
  if (!isOpen(payment)) return;
  const intentId = payment.paymentIntentId ?? (await findLostIntent(context, payment))?.id ?? null;
  if (intentId === null) return;
  await askAndApply(context, scope, { paymentId, intentId }, because);
}
