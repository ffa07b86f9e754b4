import type { PaymentId } from '../../platform/ids.ts';
import { RefundTooLargeError } from './errors.ts';

/** What of a payment can still go back. */
export interface Refundable {
  readonly paymentId: PaymentId;
  readonly leftMinor: number;
}

/**
 * Which payments of a booking an amount goes back from: the first one as far as it goes, then the next.
 * @param refundable newest payment first
 * @throws RefundTooLargeError when all of them together have less left
 */
export function allocateRefund(refundable: readonly Refundable[], amountMinor: number): { readonly paymentId: PaymentId; readonly amountMinor: number }[] {
  const parts: { paymentId: PaymentId; amountMinor: number }[] = [];
  let openMinor = amountMinor;
  for (const { paymentId, leftMinor } of refundable) {
    const partMinor = Math.min(openMinor, leftMinor);
    if (partMinor > 0) parts.push({ paymentId, amountMinor: partMinor });
    openMinor -= Math.max(0, partMinor);
  }
  if (openMinor > 0) throw new RefundTooLargeError(amountMinor - openMinor);
  return parts;
}
