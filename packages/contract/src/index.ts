export { problems, publicProblems, Problem, FieldError } from './problem.ts';
export type { ProblemCode, PublicProblemCode } from './problem.ts';
export { Currency, AmountMinor } from './money.ts';
export { Slug, typedText } from './text.ts';
export { LocalDay, Instant, TimeZone } from './time.ts';
export { Branding, HexColor, StripeClientConfig, WidgetConfig } from './widget-config.ts';
export { AddOn, Package, PackageKind, PackageList, PriceBasis } from './catalog.ts';
export { Availability, AvailabilityNews, AvailabilityQuery, AvailabilityStreamQuery, Day, DayState, Slot, WholeNumberText } from './availability.ts';
export { AddOnChoice, AddOnChoices, LineItem, PartySize, Quote, QuoteRequest } from './quotes.ts';
export { PromoCode, PromoCodeList, PromoCodeRequest } from './promo-codes.ts';
export { DaySurcharge, DaySurchargeList, DaySurchargeRequest } from './day-surcharges.ts';
export { PricingZone, PricingZoneList, PricingZoneRequest, ReferenceZoneList } from './pricing-zones.ts';
export { Answer, Answers, Question, QuestionKind } from './questions.ts';
export { Hold, HoldRequest } from './holds.ts';
export {
  Attribution, Booking, BookingCreated, BookingRequest, BookingStatus, CustomerInput, PaymentAttempt, PaymentStatus,
} from './bookings.ts';
export { FirstView } from './first-view.ts';
export { ApiKey, ApiKeyCreated, ApiKeyList, ApiKeyRequest, ApiKeyRotation, KeyScope, keyScopes } from './api-keys.ts';
export {
  DashboardLink, OnboardingLink, OnboardingLinkRequest, PaymentMethodDomain, Readiness, RestrictedKeyRequest, StripeAccount, StripeAccountRequest, StripeAccountState,
} from './stripe-account.ts';
