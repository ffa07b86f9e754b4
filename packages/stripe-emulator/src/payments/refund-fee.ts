import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import { forAccount } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { invalidRequest } from '../http/api-error.ts';
import { formatAmount } from '../money/currencies.ts';
import { newId } from '../store/ids.ts';
import { bookTransaction } from './book-transaction.ts';

interface FeeRefundRequest {
  readonly amount: number;
  readonly metadata: Stripe.Metadata;
  /** Whether the connected account gets a transaction for it; a refund of the charge has the fee in its own. */
  readonly bookOnAccount: boolean;
}

/**
 * Gives back part of an application fee to the account that paid it.
 * @param platform the platform's context
 * @throws ApiError 400 when less than that is left
 */
export function refundFee(platform: Context, fee: Stripe.ApplicationFee, { amount, metadata, bookOnAccount }: FeeRefundRequest): Stripe.FeeRefund {
  assertFeeRefundAmount(amount, fee);
  const id = newId('fr');
  const booking = { currency: fee.currency, description: null, source: id } as const;
  const transaction = bookTransaction(platform, { ...booking, amount: -amount, atOnce: true, reporting_category: 'platform_earning_refund', type: 'application_fee_refund' });
  if (bookOnAccount) {
    bookTransaction(forAccount(platform, String(fee.account)), { ...booking, amount, atOnce: true, description: 'Application fee refund', reporting_category: 'fee', type: 'adjustment' });
  }
  const refund = {
    id,
    object: 'fee_refund',
    amount,
    balance_transaction: transaction.id,
    created: toUnixSeconds(platform.clock.now()),
    currency: fee.currency,
    fee: fee.id,
    metadata,
  } satisfies Stripe.FeeRefund;
  platform.store.put('fee_refund', id, { account: platform.account, object: refund });
  const refunded = withRefund(fee, refund);
  platform.store.put('application_fee', fee.id, { account: platform.account, object: refunded });
  emitEvent(platform, 'application_fee.refunded', refunded, { amount_refunded: fee.amount_refunded, refunded: fee.refunded });
  return refund;
}

/** A fee shows its ten latest refunds. */
function withRefund(fee: Stripe.ApplicationFee, refund: Stripe.FeeRefund): Stripe.ApplicationFee {
  const data = [refund, ...fee.refunds.data];
  const amountRefunded = fee.amount_refunded + refund.amount;
  return {
    ...fee,
    amount_refunded: amountRefunded,
    refunded: amountRefunded === fee.amount,
    refunds: { ...fee.refunds, data: data.slice(0, 10), has_more: fee.refunds.has_more || data.length > 10 },
  };
}

function assertFeeRefundAmount(amount: number, fee: Stripe.ApplicationFee): void {
  if (fee.refunded) throw invalidRequest(`Application fee ${fee.id} has already been refunded.`, { code: 'charge_already_refunded' });
  if (amount < 1) throw invalidRequest('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  const left = fee.amount - fee.amount_refunded;
  if (amount > left) {
    throw invalidRequest(`Refund amount (${formatAmount(amount, fee.currency)}) is greater than unrefunded amount on fee (${formatAmount(left, fee.currency)})`, {
      param: 'amount',
    });
  }
}
