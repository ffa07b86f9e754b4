// Which e-mails there are, and what makes them.
import type { TenantEvent } from '../events/index.ts';

/** About a booking, for its customer. */
export const bookingMailKinds = ['confirmation', 'receipt', 'cancellation', 'refund', 'expired', 'change', 'reminder', 'balance_due'] as const;

/** For whoever waits for a time. */
export const waitlistMailKinds = ['waitlist_joined', 'waitlist_offer'] as const;

/** For the business itself. */
const tenantMailKinds = ['webhook_disabled', 'dispute_opened', 'refund_failed', 'balance_given_up'] as const;

export type BookingMailKind = (typeof bookingMailKinds)[number];
export type WaitlistMailKind = (typeof waitlistMailKinds)[number];
export type TenantMailKind = (typeof tenantMailKinds)[number];
export type MailKind = BookingMailKind | WaitlistMailKind | TenantMailKind;

export function isBookingMail(kind: MailKind): kind is BookingMailKind {
  return (bookingMailKinds as readonly string[]).includes(kind);
}

export function isWaitlistMail(kind: MailKind): kind is WaitlistMailKind {
  return (waitlistMailKinds as readonly string[]).includes(kind);
}

/** What an event is told by; null for what nobody needs an e-mail about. */
export function mailKindOf({ type, data }: Pick<TenantEvent, 'type' | 'data'>): MailKind | null {
  switch (type) {
    case 'booking.confirmed': return 'confirmation';
    case 'payment.succeeded': return 'receipt';
    // Whoever turned back before paying knows, and was never told of a booking.
    case 'booking.cancelled': return factOf(data, 'from') === 'pending_payment' ? null : 'cancellation';
    case 'booking.rescheduled': return 'change';
    case 'booking.expired': return 'expired';
    case 'refund.succeeded': return 'refund';
    // One that is tried again needs nobody yet.
    case 'refund.failed': return typeof factOf(data, 'retryAt') === 'string' ? null : 'refund_failed';
    case 'balance.due': return 'balance_due';
    // The customer hears of each of the others by the link.
    case 'balance.failed': return factOf(data, 'isLast') === true ? 'balance_given_up' : null;
    case 'waitlist.joined': return 'waitlist_joined';
    case 'waitlist.offered': return 'waitlist_offer';
    case 'dispute.opened': return 'dispute_opened';
    case 'webhook_endpoint.disabled': return 'webhook_disabled';
    default: return null;
  }
}

function factOf(data: TenantEvent['data'], name: string): unknown {
  return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>)[name] : undefined;
}
