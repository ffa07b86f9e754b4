import { validate } from 'uuid';
import type { PaymentId, RefundId } from '../../platform/ids.ts';
import type { Payment, Refund } from './payment.ts';

type Metadata = Readonly<Record<string, string>>;

/** What our intents carry, so that they are known again even if Stripe's answer never reached us. */
export function intentMetadata(payment: Payment, more: Metadata): Metadata {
  return { ...more, mais_payment_id: payment.id, mais_booking_id: payment.bookingId, mais_tenant_id: payment.tenantId };
}

export function refundMetadata(refund: Refund): Metadata {
  return { mais_refund_id: refund.id, mais_payment_id: refund.paymentId, mais_tenant_id: refund.tenantId };
}

/** The payment that an intent names; null for what isn't ours. The tenant can write metadata too: it is a hint, not a proof. */
export function paymentIdIn(metadata: Metadata | null): PaymentId | null {
  return uuidIn(metadata, 'mais_payment_id') as PaymentId | null;
}

export function refundIdIn(metadata: Metadata | null): RefundId | null {
  return uuidIn(metadata, 'mais_refund_id') as RefundId | null;
}

function uuidIn(metadata: Metadata | null, key: string): string | null {
  const value = metadata?.[key];
  return value !== undefined && validate(value) ? value : null;
}
