import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { RefundId } from '../../platform/ids.ts';
import { getPayment } from './payment-repository.ts';
import type { PaymentsContext } from './payments-context.ts';
import { getRefund } from './refund-repository.ts';
import { isSettled } from './refund-state.ts';
import { retryRefund } from './retry-refund.ts';
import { submitRefund } from './submit-refund.ts';

/** Submitting looks at Stripe first and goes on from wherever it stopped; what has ended and is due all the same is to be made again. */
export async function reconcileRefund(context: PaymentsContext, scope: TenantScope, refundId: RefundId): Promise<void> {
  const hasEnded = await withTenant(context.database, scope, async (tx) => {
    const refund = await getRefund(tx, refundId);
    return isSettled(await getPayment(tx, refund.paymentId), refund);
  });
  await (hasEnded ? retryRefund : submitRefund)(context, scope, refundId);
}
