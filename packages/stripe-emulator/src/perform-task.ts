import type { Context } from './context.ts';
import { forAccount } from './context.ts';
import { bookCharge } from './payments/book-charge.ts';
import { closeDispute, isOpen, openDispute, passDisputeDeadline } from './payments/disputes.ts';
import { settlePayout } from './payments/payouts.ts';
import { settleProcessing } from './payments/settle-processing.ts';
import { settleRefund } from './payments/settle-refund.ts';
import type { Task } from './store/records.ts';

/** Does a scheduled task; one whose object has moved on in the meantime does nothing. */
export function performTask(context: Context, task: Task): void {
  switch (task.kind) {
    case 'settle_processing':
      settleProcessing(context, task.paymentIntent, task.next);
      return;
    case 'settle_refund':
      settleRefund(context, task.refund, task.outcome);
      return;
    case 'settle_payout':
      settlePayout(context, task.payout, task.outcome);
      return;
    case 'open_dispute': {
      const record = context.store.get('charge', task.charge);
      if (record !== undefined && record.object.paid && !record.object.disputed && !record.object.refunded) openDispute(forAccount(context, record.account), record, task.opening);
      return;
    }
    case 'dispute_deadline':
      passDisputeDeadline(context, task.dispute);
      return;
    case 'close_dispute': {
      const record = context.store.get('dispute', task.dispute);
      if (record !== undefined && isOpen(record.object)) closeDispute(forAccount(context, record.account), record.object, task.outcome);
      return;
    }
    case 'book_charge': {
      const record = context.store.get('charge', task.charge);
      if (record !== undefined && record.object.balance_transaction === null) bookCharge(forAccount(context, record.account), record.object);
    }
  }
}
