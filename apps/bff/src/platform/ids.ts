import { v7 } from 'uuid';

declare const brand: unique symbol;

/** A UUID that only fits where its own kind of thing is expected. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type TenantId = Id<'tenant'>;
export type PackageId = Id<'package'>;
export type HoldId = Id<'hold'>;
export type BookingId = Id<'booking'>;
export type FileId = Id<'file'>;
export type PaymentId = Id<'payment'>;
export type RefundId = Id<'refund'>;
export type DisputeId = Id<'dispute'>;
export type PayoutId = Id<'payout'>;
export type LedgerCheckId = Id<'ledger_check'>;
export type EventId = Id<'event'>;
export type PromoCodeId = Id<'promo_code'>;
export type DaySurchargeId = Id<'day_surcharge'>;
export type ZoneId = Id<'pricing_zone'>;
export type EmailId = Id<'email'>;
export type WebhookEndpointId = Id<'webhook_endpoint'>;
export type WebhookDeliveryId = Id<'webhook_delivery'>;
export type WaitlistEntryId = Id<'waitlist_entry'>;
export type WaitlistOfferId = Id<'waitlist_offer'>;
export type ApiKeyId = Id<'api_key'>;

/** A new id; version 7, so that rows made together lie together in their index. */
export function newId<T extends Id<string>>(): T {
  return v7() as T;
}
