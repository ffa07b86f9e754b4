export { problems, publicProblems, Problem, FieldError } from './problem.ts';
export type { ProblemCode, PublicProblemCode } from './problem.ts';
export { Currency, AmountMinor } from './money.ts';
export { Slug, typedText } from './text.ts';
export { BookableDay, LocalDay, Instant, TimeZone } from './time.ts';
export { Branding, HexColor, PictureUrl, StripeClientConfig, WidgetConfig } from './widget-config.ts';
export { BrandingChange, MAX_CSS_LENGTH, TenantBranding } from './branding.ts';
export { Origin, OriginList, OriginRequest, SettingsChange, TenantSettings } from './tenant-settings.ts';
export { AddOn, Package, PackageKind, PackageList, PriceBasis } from './catalog.ts';
export { AddOnChange, AddOnRequest, TenantAddOn, TenantAddOnList } from './add-ons.ts';
export { PackageChange, PackageDeposit, PackageRequest, TenantPackage, TenantPackageList } from './tenant-packages.ts';
export {
  Closure, ClosureList, ClosureRequest, DayHours, Resource, ResourceChange, ResourceList, ResourceRequest, Schedule, ScheduleChange, ScheduleList, ScheduleRequest,
} from './opening-hours.ts';
export { Availability, AvailabilityNews, AvailabilityQuery, AvailabilityStreamQuery, Day, DayState, FullTimes, FullTimesQuery, Slot, WholeNumberText } from './availability.ts';
export { AddOnChoice, AddOnChoices, LineItem, PartySize, Quote, QuoteRequest } from './quotes.ts';
export { PromoCode, PromoCodeList, PromoCodeRequest } from './promo-codes.ts';
export { DaySurcharge, DaySurchargeList, DaySurchargeRequest } from './day-surcharges.ts';
export { PricingZone, PricingZoneList, PricingZoneRequest, ReferenceZoneList } from './pricing-zones.ts';
export { FileType, FileUploadQuery, UploadedFile } from './files.ts';
export { Answer, Answers, Question, QuestionKind } from './questions.ts';
export { QuestionChange, QuestionRequest, TenantQuestion, TenantQuestionList } from './tenant-questions.ts';
export { Hold, HoldRequest } from './holds.ts';
export {
  Attribution, Booking, BookingCreated, BookingRequest, BookingStatus, CustomerInput, PaymentAttempt, PaymentRequest, PaymentStatus,
} from './bookings.ts';
export {
  Cancellation, CancellationPolicies, CancellationPolicy, CancellationRequest, PackagePolicyRequest, TenantCancellationRequest,
} from './cancellation.ts';
export { BalanceSettings, BalanceSettingsShown } from './balance-settings.ts';
export { Customer, CustomerDetail, CustomerExport, CustomerList, CustomerQuery, ErasureRequest } from './customers.ts';
export { RescheduleQuery, RescheduleQuote, RescheduleRequest, TenantRescheduleRequest } from './reschedule.ts';
export { TenantBooking, TenantBookingDetail, TenantBookingList, TenantBookingQuery } from './tenant-bookings.ts';
export { BookingRefunds, Refund, RefundRequest } from './refunds.ts';
export { Dispute, DisputeList, DisputeQuery } from './disputes.ts';
export { CommissionQuery, CommissionReport, OutstandingQuery, OutstandingReport, PayoutQuery, PayoutReport } from './reports.ts';
export { FirstView } from './first-view.ts';
export { ApiKey, ApiKeyCreated, ApiKeyList, ApiKeyRequest, ApiKeyRotation, KeyScope, keyScopes } from './api-keys.ts';
export {
  DashboardLink, OnboardingLink, OnboardingLinkRequest, PaymentMethodDomain, Readiness, RestrictedKeyRequest, StripeAccount, StripeAccountRequest, StripeAccountState,
} from './stripe-account.ts';
export { eventTypes, type EventType } from './events.ts';
export {
  WebhookDelivery, WebhookDeliveryList, WebhookDeliveryQuery, WebhookEndpoint, WebhookEndpointChange, WebhookEndpointList, WebhookEndpointRequest, WebhookEndpointWithSecret,
  WebhookSecretRotation,
} from './webhook-endpoints.ts';
export { MailSettings, MailSettingsChange } from './mail-settings.ts';
export {
  TenantWaitlistEntry, WaitlistEntry, WaitlistJoined, WaitlistList, WaitlistOffer, WaitlistQuery, WaitlistRequest, WaitlistSettings, WaitlistSettingsChange, WaitlistStatus,
} from './waitlist.ts';
