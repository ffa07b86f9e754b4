import type { PaymentAttempt } from '@mais/contract';
import type { SealedBox } from '../../platform/crypto/sealed-box.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import { findOpenPayment } from './payment-repository.ts';
import type { Payment } from './payment.ts';

/** What the client needs to pay; null until the intent and its secret are known. */
export function attemptOf(sealedBox: SealedBox, payment: Payment): PaymentAttempt | null {
  const { paymentIntentId, sealedClientSecret } = payment;
  if (paymentIntentId === null || sealedClientSecret === null) return null;
  const clientSecret = openSecret(sealedBox, payment, Buffer.from(sealedClientSecret));
  if (clientSecret === null) return null;
  return {
    paymentIntentId,
    clientSecret,
    accountId: payment.stripeAccountId,
    allowsRedirects: payment.allowsRedirects,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
  };
}

/** Null where the master key that sealed it is gone: Stripe knows the secret too, and is asked for it. */
function openSecret(sealedBox: SealedBox, payment: Payment, sealed: Buffer): string | null {
  try {
    return sealedBox.open(sealed, sealContext(payment));
  } catch {
    return null;
  }
}

/** Binds a sealed client secret to its payment, so that it opens nowhere else. */
export function sealContext(payment: Payment): string {
  return `payments.sealed_client_secret ${payment.tenantId} ${payment.id}`;
}

export async function findOpenAttempt(sealedBox: SealedBox, tx: TenantTx, bookingId: BookingId): Promise<PaymentAttempt | null> {
  const payment = await findOpenPayment(tx, bookingId);
  return payment === null ? null : attemptOf(sealedBox, payment);
}
