import { lockForTransaction } from '../../platform/db/locks.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId } from '../../platform/ids.ts';
import { applicationFee } from './application-fee.ts';
import { assertChargeable, chargeLimits } from './charge-limits.ts';
import { PaymentNotOpenError } from './errors.ts';
import { findOpenPayment, insertPayment } from './payment-repository.ts';
import type { Payment } from './payment.ts';
import type { OpenPaymentInput } from './payments.ts';

export async function openPayment(tx: TenantTx, input: OpenPaymentInput): Promise<Payment> {
  assertChargeable(input.amountMinor, input.currency);
  await lockForTransaction(tx, 'booking', input.bookingId);
  const open = await findOpenPayment(tx, input.bookingId);
  if (open !== null) return assertSame(open, input);
  const { bookingId, purpose = 'full', amountMinor, currency, stripeAccountId, allowsRedirects, savesMethod = false } = input;
  const applicationFeeMinor = applicationFee(amountMinor, input.commissionBps, chargeLimits(currency).stepMinor);
  return insertPayment(tx, { id: newId(), bookingId, purpose, amountMinor, currency, stripeAccountId, applicationFeeMinor, allowsRedirects, savesMethod }, input.now);
}

function assertSame(open: Payment, input: OpenPaymentInput): Payment {
  const same = open.amountMinor === input.amountMinor && open.currency === input.currency && open.stripeAccountId === input.stripeAccountId;
  if (!same) throw new PaymentNotOpenError('Another payment for this booking is still open; pay that one, or wait until it has ended.');
  return open;
}
