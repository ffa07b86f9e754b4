import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { BookingId, PaymentId, RefundId } from '../../platform/ids.ts';
import type { Refund, RefundStatus } from './payment.ts';

type NewRefund =
  Pick<Refund, 'id' | 'paymentId' | 'stripeRefundId' | 'status' | 'reason' | 'currency' | 'amountMinor' | 'applicationFeeRefundMinor' | 'nextTryAt'>
  & Partial<Pick<Refund, 'attempt' | 'retryOf' | 'correctsPrice'>>;

export async function insertRefund(tx: TenantTx, refund: NewRefund, now: Date): Promise<Refund> {
  const [row] = await tx.sql<Refund[]>`
    insert into refunds (tenant_id, id, livemode, payment_id, stripe_refund_id, status, reason, currency, amount_minor, application_fee_refund_minor,
      attempt, retry_of, corrects_price, next_try_at, created_at, updated_at)
    values (${tx.tenantId}, ${refund.id}, ${tx.livemode}, ${refund.paymentId}, ${refund.stripeRefundId}, ${refund.status}, ${refund.reason},
      ${refund.currency}, ${refund.amountMinor}, ${refund.applicationFeeRefundMinor}, ${refund.attempt ?? 1}, ${refund.retryOf ?? null}, ${refund.correctsPrice ?? false}, ${refund.nextTryAt}, ${now}, ${now})
    returning ${columns(tx)}`;
  return row as Refund;
}

export async function findRefund(tx: TenantTx, id: RefundId): Promise<Refund | null> {
  const [row] = await tx.sql<Refund[]>`select ${columns(tx)} from refunds where ${inScope(tx)} and id = ${id}`;
  return row ?? null;
}

/** @throws NotFoundError */
export async function getRefund(tx: TenantTx, id: RefundId): Promise<Refund> {
  const refund = await findRefund(tx, id);
  if (refund === null) throw new NotFoundError('There is no such refund.');
  return refund;
}

export async function findRefundByStripeId(tx: TenantTx, stripeRefundId: string): Promise<Refund | null> {
  const [row] = await tx.sql<Refund[]>`select ${columns(tx)} from refunds where ${inScope(tx)} and stripe_refund_id = ${stripeRefundId}`;
  return row ?? null;
}

export async function findRefundByFeeRefund(tx: TenantTx, feeRefundId: string): Promise<Refund | null> {
  const [row] = await tx.sql<Refund[]>`select ${columns(tx)} from refunds where ${inScope(tx)} and fee_refund_id = ${feeRefundId}`;
  return row ?? null;
}

/** Refunds on an account of which it isn't written down that Stripe has them, and their fee's part. */
export async function listPendingRefundIds(tx: TenantTx, accountId: string): Promise<RefundId[]> {
  const rows = await tx.sql<{ id: RefundId }[]>`
    select id from refunds where ${inScope(tx)} and status = 'pending' and payment_id in (select id from payments where ${inScope(tx)} and stripe_account_id = ${accountId}) order by id`;
  return rows.map(({ id }) => id);
}

/**
 * What a payment's refunds take up, asked for and given alike. A refund that failed gave no money back, but the fee's part
 * that went with it stays given back, unless Stripe never took the refund at all.
 */
export async function sumRefunds(tx: TenantTx, paymentId: PaymentId): Promise<{ amountMinor: number; applicationFeeMinor: number }> {
  const [row] = await tx.sql<{ amountMinor: number; applicationFeeMinor: number }[]>`
    select coalesce(sum(amount_minor) filter (where status <> 'failed'), 0)::bigint as amount_minor,
      coalesce(sum(application_fee_refund_minor) filter (where status <> 'failed' or stripe_refund_id is not null), 0)::bigint as application_fee_minor
    from refunds where ${inScope(tx)} and payment_id = ${paymentId}`;
  return row ?? { amountMinor: 0, applicationFeeMinor: 0 };
}

export interface RefundMove {
  readonly status: RefundStatus;
  readonly stripeRefundId: string | null;
  readonly nextTryAt: Date | null;
  readonly failureCode?: string | null;
  /** What is known already stays. */
  readonly booked?: Partial<Pick<Refund, 'balanceTransactionId' | 'failureBalanceTransactionId' | 'feeRefundId' | 'feeBalanceTransactionId'>>;
}

export async function moveRefund(tx: TenantTx, id: RefundId, { booked = {}, ...move }: RefundMove, now: Date): Promise<Refund> {
  const [row] = await tx.sql<Refund[]>`
    update refunds set status = ${move.status}, stripe_refund_id = ${move.stripeRefundId}, next_try_at = ${move.nextTryAt}, failure_code = ${move.failureCode ?? null},
      balance_transaction_id = coalesce(balance_transaction_id, ${booked.balanceTransactionId ?? null}),
      failure_balance_transaction_id = coalesce(failure_balance_transaction_id, ${booked.failureBalanceTransactionId ?? null}),
      fee_refund_id = coalesce(fee_refund_id, ${booked.feeRefundId ?? null}),
      fee_balance_transaction_id = coalesce(fee_balance_transaction_id, ${booked.feeBalanceTransactionId ?? null}), updated_at = ${now}
    where ${inScope(tx)} and id = ${id}
    returning ${columns(tx)}`;
  return row as Refund;
}

/** Asked once more, to no end so far. */
export async function noteTry(tx: TenantTx, { id, status }: Refund, nextTryAt: Date): Promise<void> {
  await tx.sql`
    update refunds set tries = tries + 1, next_try_at = ${nextTryAt}
    where ${inScope(tx)} and id = ${id} and status = ${status} and next_try_at is not null`;
}

/** Whatever became of it, no other refund is made in its place any more. */
export async function stopRetrying(tx: TenantTx, id: RefundId): Promise<void> {
  await tx.sql`update refunds set next_try_at = null where ${inScope(tx)} and id = ${id}`;
}

export async function listRefundsOfBooking(tx: TenantTx, bookingId: BookingId): Promise<Refund[]> {
  return await tx.sql<Refund[]>`
    select ${columns(tx)} from refunds
    where ${inScope(tx)} and payment_id in (select id from payments where tenant_id = ${tx.tenantId} and booking_id = ${bookingId}) order by created_at, id`;
}

function inScope({ sql, tenantId, livemode }: TenantTx) {
  return sql`tenant_id = ${tenantId} and livemode = ${livemode}`;
}

function columns({ sql }: TenantTx) {
  return sql`tenant_id, id, livemode, payment_id, stripe_refund_id, status, reason, corrects_price, currency, amount_minor, application_fee_refund_minor,
    balance_transaction_id, failure_balance_transaction_id, fee_refund_id, fee_balance_transaction_id, failure_code, attempt, retry_of, tries, next_try_at, created_at, updated_at`;
}
