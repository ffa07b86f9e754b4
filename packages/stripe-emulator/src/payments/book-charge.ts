import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import { forAccount } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { stripeFee } from '../money/stripe-fee.ts';
import { newId } from '../store/ids.ts';
import { applicationId, bookTransaction } from './book-transaction.ts';

/** Books a captured charge: on the connected account the money less both fees, on the platform its application fee. */
export function bookCharge(context: Context, charge: Stripe.Charge): Stripe.Charge {
  const record = context.store.get('charge', charge.id);
  const applicationFee = charge.application_fee_amount ? createApplicationFee(context, charge, charge.application_fee_amount) : null;
  const transaction = bookTransaction(context, {
    amount: charge.amount,
    currency: charge.currency,
    description: charge.description,
    fees: feesOf(context, charge),
    reporting_category: 'charge',
    source: charge.id,
    // What isn't paid by a card is a `payment` in the books.
    type: charge.payment_method_details?.type === 'card' ? 'charge' : 'payment',
  });
  if (platformPaysStripe(context)) chargePlatform(context, charge);
  const booked: Stripe.Charge = { ...charge, application_fee: applicationFee?.id ?? null, balance_transaction: transaction.id };
  context.store.put('charge', charge.id, { account: context.account, object: booked, refundOutcome: record?.refundOutcome ?? 'succeed' });
  emitEvent(context, 'charge.updated', booked, {
    balance_transaction: null,
    ...(applicationFee === null ? {} : { application_fee: null }),
  });
  return booked;
}

function feesOf(context: Context, charge: Stripe.Charge): Stripe.BalanceTransaction.FeeDetail[] {
  const { currency } = charge;
  const fees: Stripe.BalanceTransaction.FeeDetail[] = [];
  if (!platformPaysStripe(context)) {
    fees.push({ amount: stripeFee(charge.amount, currency), application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' });
  }
  if (charge.application_fee_amount) {
    fees.push({
      amount: charge.application_fee_amount,
      application: applicationId(context),
      currency,
      description: 'Application fee',
      type: 'application_fee',
    });
  }
  return fees;
}

/** Whether Stripe's fees are the platform's to pay. @see https://docs.stripe.com/connect/direct-charges-fee-payer-behavior */
export function platformPaysStripe(context: Context): boolean {
  return context.store.get('account', context.account)?.object.controller?.fees?.payer === 'application';
}

function chargePlatform(context: Context, charge: Stripe.Charge): void {
  bookTransaction(forAccount(context, context.platform), {
    amount: -stripeFee(charge.amount, charge.currency),
    atOnce: true,
    currency: charge.currency,
    description: `Stripe processing fees of ${context.account}`,
    reporting_category: 'fee',
    source: charge.id,
    type: 'stripe_fee',
  });
}

function createApplicationFee(context: Context, charge: Stripe.Charge, amount: number): Stripe.ApplicationFee {
  const platform = forAccount(context, context.platform);
  const id = newId('fee');
  const transaction = bookTransaction(platform, {
    amount,
    currency: charge.currency,
    description: null,
    reporting_category: 'platform_earning',
    source: id,
    type: 'application_fee',
  });
  const fee = {
    id,
    object: 'application_fee',
    account: context.account,
    amount,
    amount_refunded: 0,
    application: applicationId(context),
    balance_transaction: transaction.id,
    charge: charge.id,
    created: toUnixSeconds(context.clock.now()),
    currency: charge.currency,
    fee_source: { charge: charge.id, type: 'charge' },
    livemode: false,
    originating_transaction: null,
    refunded: false,
    refunds: { object: 'list', data: [], has_more: false, url: `/v1/application_fees/${id}/refunds` },
  } satisfies Stripe.ApplicationFee;
  platform.store.put('application_fee', id, { account: platform.account, object: fee });
  emitEvent(platform, 'application_fee.created', fee);
  return fee;
}
