import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import { abandonPayment } from './abandon-payment.ts';
import { listPaymentsOfBooking } from './payment-repository.ts';
import type { PaymentsContext } from './payments-context.ts';

/**
 * Closes a booking's payment after too many declines. One intent takes any number of cards, so whoever tries out stolen ones
 * would need no second booking for it.
 * @throws PaymentProviderUnavailableError; Stripe sends the event again
 */
export async function stopCardTesting(context: PaymentsContext, scope: TenantScope, bookingId: BookingId): Promise<void> {
  if (!Number.isFinite(context.declinesPerBooking)) return;
  const payments = await withTenant(context.database, scope, (tx) => listPaymentsOfBooking(tx, bookingId));
  const declines = payments.reduce((sum, payment) => sum + payment.declines, 0);
  if (declines < context.declinesPerBooking) return;
  const outcome = await abandonPayment(context, scope, bookingId);
  if (outcome === 'cancelled') context.log.warn({ tenantId: scope.tenantId, bookingId, declines }, 'a payment was closed after too many declines');
}
