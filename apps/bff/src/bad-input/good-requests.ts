// One request for every operation that is right in every way, for tests to spoil in one.
import { randomUUID } from 'node:crypto';
import { leastAnswers } from '../testing/booking-steps.ts';
import type { FurnishedTenant } from '../testing/furnish-tenant.ts';

export interface GoodRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** Bytes instead, one character each, where the operation takes no JSON. */
  readonly rawBody?: string;
  /** What it comes to unspoilt. */
  readonly status: number;
}

type Fill = (tenant: FurnishedTenant) => Partial<GoodRequest> & Pick<GoodRequest, 'status'>;

const fills: Readonly<Record<string, Fill>> = {
  isAlive: () => ({ status: 200 }),
  isReady: () => ({ status: 200 }),
  getWidgetConfig: () => ({ status: 200 }),
  listPackages: () => ({ status: 200 }),
  getPackage: ({ paid }) => ({ path: { slug: paid.packageSlug }, status: 200 }),
  getAvailability: ({ paid, freeStart }) => ({
    query: { package: paid.packageSlug, from: freeStart.slice(0, 10), to: freeStart.slice(0, 10), partySize: '1', timeZone: 'Asia/Kathmandu' }, status: 200,
  }),
  listFullTimes: ({ paid, freeStart }) => ({ query: { package: paid.packageSlug, day: freeStart.slice(0, 10), partySize: '1', timeZone: 'Asia/Kathmandu' }, status: 200 }),
  streamAvailability: ({ paid }) => ({ query: { package: paid.packageSlug }, status: 200 }),
  createQuote: ({ paid, freeStart, promo }) => ({
    body: {
      package: paid.packageSlug, partySize: 1, addOns: [{ addOn: paid.addOnSlug, quantity: 1 }], startsAt: freeStart, promoCode: promo.code.toLowerCase(), postalCode: '10115',
    },
    status: 200,
  }),
  createHold: ({ paid, freeStart }) => ({ body: { package: paid.packageSlug, startsAt: freeStart, partySize: 1 }, headers: { 'idempotency-key': randomUUID() }, status: 201 }),
  releaseHold: ({ holds }) => ({ path: { id: holds.active.id }, headers: { authorization: `Bearer ${holds.active.token}` }, status: 204 }),
  createBooking: ({ holds, paid, promo }) => ({
    headers: { 'idempotency-key': randomUUID() },
    body: {
      holdId: holds.active.id, holdToken: holds.active.token, addOns: [{ addOn: paid.addOnSlug, quantity: 1 }], promoCode: promo.code, postalCode: '10115',
      customer: { name: 'Ana Müller', email: 'ana@example.com', phone: '+49 30 123456' },
      answers: leastAnswers(paid.packageSlug), note: 'We come by train.', locale: 'de-DE', timeZone: 'Europe/Berlin',
      attribution: { pageUrl: 'https://www.example.com/book', referrer: 'https://search.example', utm: { utm_source: 'mail' } },
    },
    status: 201,
  }),
  uploadFile: ({ holds }) => ({
    query: { holdId: holds.active.id, name: 'Passport, page 1.pdf' }, headers: { authorization: `Bearer ${holds.active.token}`, 'content-type': 'application/octet-stream' },
    rawBody: '%PDF-1.7\n%%EOF\n', status: 201,
  }),
  removeFile: ({ upload, holds }) => ({ path: { id: upload.id }, headers: { authorization: `Bearer ${holds.active.token}` }, status: 204 }),
  getBooking: ({ bookings }) => ({ path: { id: bookings.pending.booking.id }, headers: { authorization: `Bearer ${bookings.pending.token}` }, status: 200 }),
  getBookingCalendar: ({ bookings }) => ({ path: { id: bookings.pending.booking.id }, query: { token: bookings.pending.booking.calendarToken }, status: 200 }),
  payBooking: ({ bookings }) => ({ path: { id: bookings.pending.booking.id }, body: { allowRedirects: false }, headers: { authorization: `Bearer ${bookings.pending.token}` }, status: 200 }),
  joinWaitlist: ({ paid, waitlist }) => ({
    body: { package: paid.packageSlug, startsAt: waitlist.fullStart, partySize: 1, customer: { name: 'Wai Ting', email: 'wai@example.com' }, consent: true, locale: 'zh-HK' }, status: 201,
  }),
  getWaitlistEntry: ({ waitlist: { waiting } }) => ({ path: { id: waiting.id }, headers: { authorization: `Bearer ${waiting.token}` }, status: 200 }),
  acceptWaitlistOffer: ({ waitlist: { offered } }) => ({ path: { id: offered.id }, headers: { authorization: `Bearer ${offered.offerToken}` }, status: 200 }),
  passWaitlistOffer: ({ waitlist: { offered } }) => ({ path: { id: offered.id }, headers: { authorization: `Bearer ${offered.offerToken}` }, status: 200 }),
  leaveWaitlist: ({ waitlist: { waiting } }) => ({ path: { id: waiting.id }, headers: { authorization: `Bearer ${waiting.token}` }, status: 204 }),
  getCancellation: ({ bookings }) => ({ path: { id: bookings.paid.booking.id }, headers: { authorization: `Bearer ${bookings.paid.token}` }, status: 200 }),
  quoteReschedule: ({ bookings, freeStart }) => ({ path: { id: bookings.paid.booking.id }, query: { startsAt: freeStart }, headers: { authorization: `Bearer ${bookings.paid.token}` }, status: 200 }),
  rescheduleBooking: ({ bookings, freeStart }) => ({
    path: { id: bookings.paid.booking.id }, headers: { authorization: `Bearer ${bookings.paid.token}` },
    body: { startsAt: freeStart, expectedTotalMinor: bookings.paid.booking.totalMinor }, status: 200,
  }),
  cancelBooking: ({ bookings }) => ({ path: { id: bookings.pending.booking.id }, headers: { authorization: `Bearer ${bookings.pending.token}` }, status: 200 }),
};

/** By a tenant's own server, with its secret key. */
const secretFills: Readonly<Record<string, Fill>> = {
  getFile: ({ fileId }) => ({ path: { id: fileId }, status: 200 }),
  listApiKeys: () => ({ status: 200 }),
  createApiKey: () => ({ headers: { 'idempotency-key': randomUUID() }, body: { kind: 'secret', name: 'till', scopes: ['bookings:read'] }, status: 201 }),
  rotateApiKey: ({ otherKeyId }) => ({ path: { id: otherKeyId }, headers: { 'idempotency-key': randomUUID() }, body: { overlapHours: 1 }, status: 201 }),
  getStripeAccount: () => ({ status: 200 }),
  createStripeAccount: ({ country }) => ({ body: { country, email: 'owner@example.com' }, status: 200 }),
  createOnboardingLink: () => ({ body: { collect: 'currently_due' }, status: 201 }),
  createDashboardLink: () => ({ status: 201 }),
  setRestrictedKey: ({ restrictedKey }) => ({ body: { key: restrictedKey }, status: 200 }),
  removeRestrictedKey: () => ({ status: 204 }),
  listPromoCodes: () => ({ status: 200 }),
  createPromoCode: ({ paid }) => ({
    headers: { 'idempotency-key': randomUUID() },
    body: {
      code: 'Harvest-27', percentBps: 1_500, startsAt: '2027-09-01T00:00:00Z', endsAt: '2027-11-01T00:00:00+01:00', maxUses: 100, maxUsesPerCustomer: 1,
      packages: [paid.packageSlug], active: true,
    },
    status: 201,
  }),
  updatePromoCode: ({ promo }) => ({ path: { id: promo.id }, body: { code: 'Winter', amountMinor: 1_000 }, status: 200 }),
  listDaySurcharges: () => ({ status: 200 }),
  createDaySurcharge: ({ paid }) => ({
    headers: { 'idempotency-key': randomUUID() },
    body: { name: 'Carnival', weekdays: [5, 6], startsOn: '2027-02-01', endsOn: '2027-02-28', percentBps: 1_000, packages: [paid.packageSlug], position: 1, active: true },
    status: 201,
  }),
  updateDaySurcharge: ({ daySurchargeId }) => ({ path: { id: daySurchargeId }, body: { name: 'Sundays', weekdays: [7], amountMinor: 1_000, priceBasis: 'person' }, status: 200 }),
  listPricingZones: () => ({ status: 200 }),
  createPricingZone: () => ({
    headers: { 'idempotency-key': randomUUID() },
    body: { name: 'The island', areas: ['10*', '20115..20999', '30 115'], referenceZone: 'de-berlin', surchargeMinor: 500, priceBasis: 'person', position: 1, active: true },
    status: 201,
  }),
  updatePricingZone: ({ zoneId }) => ({ path: { id: zoneId }, body: { name: 'The hills', areas: ['4*'] }, status: 200 }),
  listReferenceZones: () => ({ status: 200 }),
  getReadiness: () => ({ status: 200 }),
  listTenantPackages: () => ({ status: 200 }),
  getTenantPackage: ({ paid }) => ({ path: { slug: paid.packageSlug }, status: 200 }),
  changePackage: ({ paid }) => ({
    path: { slug: paid.packageSlug },
    body: {
      version: 1, name: 'Tour of the day', summary: 'At dawn', description: 'Slowly.', category: null, imageUrl: 'https://pictures.example.com/tour.jpg', visibility: 'hidden', position: 3, priceMinor: 12_000,
      priceBasis: 'person', taxBps: 700, taxBehaviour: 'exclusive', deposit: { kind: 'percent', bps: 2_000 }, balanceDueHours: 72, zonePolicy: 'none', cancellationPolicy: null, minPartySize: 1,
      maxPartySize: 4, minNoticeMinutes: 60, bookingWindowDays: 90, dailyLimit: null, takesWaitlist: false,
    },
    status: 200,
  }),
  createPackage: ({ hours }) => ({
    headers: { 'idempotency-key': randomUUID() },
    body: {
      slug: 'by-night', kind: 'session', name: 'By night', priceMinor: 4_000, schedule: hours.scheduleId, resources: [hours.resource.id], durationMinutes: 90, stepMinutes: 90, seats: 8,
      deposit: { kind: 'fixed', amountMinor: 1_000 }, cancellationPolicy: { tiers: [{ hoursBefore: 24, refundBps: 5_000 }], rescheduleHours: null }, maxPartySize: 8,
    },
    status: 201,
  }),
  listAddOns: () => ({ status: 200 }),
  createAddOn: ({ paid }) => ({
    headers: { 'idempotency-key': randomUUID() },
    body: { slug: 'lantern', name: 'A lantern', description: 'Of paper.', priceMinor: 500, priceBasis: 'person', maxQuantity: 2, packages: [paid.packageSlug], position: 1, active: true }, status: 201,
  }),
  changeAddOn: ({ paid }) => ({ path: { slug: paid.addOnSlug }, body: { version: 1, priceMinor: 700, packages: null }, status: 200 }),
  listQuestions: () => ({ status: 200 }),
  createQuestion: ({ paid }) => ({
    headers: { 'idempotency-key': randomUUID() },
    body: {
      slug: 'diet', kind: 'choice', about: 'customer', label: 'What do you eat?', help: 'We cook it.', required: false, options: [{ value: 'all', label: 'Everything' }, { value: 'plants', label: 'Plants' }],
      packages: [paid.packageSlug], position: 1, active: true,
    },
    status: 201,
  }),
  changeQuestion: ({ questionSlug }) => ({ path: { slug: questionSlug }, body: { version: 1, label: 'How many are you?', minimum: 1, maximum: 20, wholeNumber: true, packages: null }, status: 200 }),
  removeQuestion: ({ questionSlug }) => ({ path: { slug: questionSlug }, status: 204 }),
  listSchedules: () => ({ status: 200 }),
  getSchedule: ({ hours }) => ({ path: { id: hours.scheduleId }, status: 200 }),
  createSchedule: () => ({
    headers: { 'idempotency-key': randomUUID() }, body: { name: 'Evenings', weekly: { monday: [{ from: '18:00', to: '20:30' }, { from: '21:00', to: '24:00' }], sunday: [] } }, status: 201,
  }),
  changeSchedule: ({ hours }) => ({ path: { id: hours.scheduleId }, body: { version: 1, name: 'All day', weekly: { friday: [{ from: '00:00', to: '24:00' }] } }, status: 200 }),
  setScheduleDay: ({ hours }) => ({ path: { id: hours.scheduleId, day: '2031-01-01' }, body: { hours: [{ from: '10:00', to: '12:00' }] }, status: 200 }),
  resetScheduleDay: ({ hours }) => ({ path: { id: hours.scheduleId, day: '2031-01-01' }, status: 200 }),
  listClosures: () => ({ status: 200 }),
  createClosure: ({ hours }) => ({ headers: { 'idempotency-key': randomUUID() }, body: { startsOn: '2031-03-01', endsOn: '2031-03-02', reason: 'New floors', resource: hours.resource.id }, status: 201 }),
  deleteClosure: ({ hours }) => ({ path: { id: hours.closureId }, status: 204 }),
  listResources: () => ({ status: 200 }),
  createResource: () => ({ headers: { 'idempotency-key': randomUUID() }, body: { name: 'Boat', units: 2 }, status: 201 }),
  changeResource: ({ hours }) => ({ path: { id: hours.resource.id }, body: { version: hours.resource.version, name: 'Rooms', units: 1000 }, status: 200 }),
  getBranding: () => ({ status: 200 }),
  changeBranding: () => ({
    body: {
      version: 1, name: 'Teehaus', logoUrl: 'https://pictures.example.com/logo.png', faviconUrl: '/images/icon.png', primary: '#0b2a6b', secondary: null, accent: '#c08457', font: 'serif', radius: 'large',
      scheme: 'dark', css: '.mais-button{gap:1rem}',
    },
    status: 200,
  }),
  getSettings: () => ({ status: 200 }),
  changeSettings: () => ({ body: { version: 1, name: 'Teehaus', email: 'desk@example.com', timeZone: 'Asia/Kathmandu', locale: 'pt-BR' }, status: 200 }),
  listOrigins: () => ({ status: 200 }),
  addOrigin: () => ({ headers: { 'idempotency-key': randomUUID() }, body: { origin: 'https://tea.example.com' }, status: 201 }),
  removeOrigin: ({ originId }) => ({ path: { id: originId }, status: 204 }),
  getMailSettings: () => ({ status: 200 }),
  setMailSettings: () => ({ body: { replyTo: 'desk@example.com', footer: '1 Tea Street', reminderHours: 48 }, status: 200 }),
  listWebhookEndpoints: () => ({ status: 200 }),
  createWebhookEndpoint: () => ({ headers: { 'idempotency-key': randomUUID() }, body: { url: 'https://hooks.example.com/mais', eventTypes: ['booking.confirmed'], description: 'Till' }, status: 201 }),
  getWebhookEndpoint: ({ webhook }) => ({ path: { id: webhook.endpointId }, status: 200 }),
  updateWebhookEndpoint: ({ webhook }) => ({ path: { id: webhook.endpointId }, body: { url: 'https://hooks.example.com/mais', eventTypes: ['*'], status: 'enabled' }, status: 200 }),
  rotateWebhookSecret: ({ webhook }) => ({ path: { id: webhook.endpointId }, headers: { 'idempotency-key': randomUUID() }, body: { overlapHours: 24 }, status: 201 }),
  listWebhookDeliveries: ({ webhook }) => ({ path: { id: webhook.endpointId }, query: { status: 'pending' }, status: 200 }),
  replayWebhookDelivery: ({ webhook }) => ({ path: { id: webhook.endpointId, deliveryId: webhook.deliveryId }, status: 200 }),
  deleteWebhookEndpoint: ({ webhook }) => ({ path: { id: webhook.endpointId }, status: 204 }),
  listTenantBookings: () => ({ query: { status: 'confirmed', startsFrom: '2026-01-01T00:00:00Z', startsBefore: '2098-01-01T00:00:00Z', limit: '10', after: 'ffffffff-0000-7000-8000-000000000000', customer: '00000000-0000-7000-8000-000000000000' }, status: 200 }),
  getTenantBooking: ({ bookings }) => ({ path: { id: bookings.paid.booking.id }, status: 200 }),
  cancelTenantBooking: ({ bookings }) => ({ path: { id: bookings.paid.booking.id }, body: { reason: 'The studio is flooded.', refundMinor: 10 }, status: 200 }),
  rescheduleTenantBooking: ({ bookings, freeStart }) => ({ path: { id: bookings.paid.booking.id }, body: { startsAt: freeStart, keepPrice: true }, status: 200 }),
  revokeBookingLinks: ({ bookings }) => ({ path: { id: bookings.paid.booking.id }, status: 204 }),
  listCustomers: () => ({ query: { email: 'ana@example.com', limit: '10', after: 'ffffffff-0000-7000-8000-000000000000' }, status: 200 }),
  getCustomer: ({ customerId }) => ({ path: { id: customerId }, status: 200 }),
  exportCustomer: ({ customerId }) => ({ path: { id: customerId }, status: 200 }),
  eraseCustomer: ({ customerId }) => ({ path: { id: customerId }, body: { reason: 'She asked.' }, status: 200 }),
  getBalanceSettings: () => ({ status: 200 }),
  setBalanceSettings: () => ({ body: { collectBy: 'link', dueHours: 72 }, status: 200 }),
  getCancellationPolicies: () => ({ status: 200 }),
  setCancellationPolicy: () => ({ body: { tiers: [{ hoursBefore: 48, refundBps: 10_000 }, { hoursBefore: 24, refundBps: 5_000 }], rescheduleHours: 24 }, status: 200 }),
  setPackageCancellationPolicy: ({ paid }) => ({ path: { slug: paid.packageSlug }, body: { policy: { tiers: [{ hoursBefore: 24, refundBps: 5_000 }], rescheduleHours: null } }, status: 200 }),
  listBookingRefunds: ({ bookings }) => ({ path: { id: bookings.refunded.booking.id }, status: 200 }),
  refundBooking: ({ bookings }) => ({
    path: { id: bookings.paid.booking.id }, headers: { 'idempotency-key': randomUUID() }, body: { amountMinor: 10, reason: 'It rained.' }, status: 201,
  }),
  listWaitlist: ({ paid, waitlist }) => ({ query: { status: 'waiting', package: paid.packageSlug, day: waitlist.fullStart.slice(0, 10), limit: '10', after: '00000000-0000-7000-8000-000000000000' }, status: 200 }),
  removeWaitlistEntry: ({ waitlist: { waiting } }) => ({ path: { id: waiting.id }, status: 204 }),
  getWaitlistSettings: () => ({ status: 200 }),
  setWaitlistSettings: () => ({ body: { offerMinutes: 90 }, status: 200 }),
  listDisputes: () => ({ query: { state: 'open', limit: '10', after: '00000000-0000-7000-8000-000000000000' }, status: 200 }),
  reportCommission: () => ({ query: { from: '2026-01', to: '2027-12', format: 'json' }, status: 200 }),
  reportPayouts: () => ({ query: { from: '2026-01-01', to: '2027-12-31', format: 'json' }, status: 200 }),
  reportOutstanding: () => ({ query: { format: 'json' }, status: 200 }),
  revokeApiKey: ({ otherKeyId }) => ({ path: { id: otherKeyId }, status: 200 }),
};

/** Operations whose input is signed bytes; what is wrong with them is for the tests of payments. */
export const signedOperations: readonly string[] = ['receivePlatformEvent', 'receiveConnectEvent'];

export const knownOperations: readonly string[] = [...Object.keys(fills), ...Object.keys(secretFills), ...signedOperations];

/** @throws for an operation that nobody has described here yet */
export function goodRequest(operationId: string, tenant: FurnishedTenant): GoodRequest {
  const secretFill = secretFills[operationId];
  const fill = secretFill ?? fills[operationId];
  if (!fill) throw new Error(`say in good-requests.ts how to call ${operationId} rightly`);
  const given = fill(tenant);
  const credentials: Record<string, string> = secretFill ? { authorization: `Bearer ${tenant.secretKey}` } : { 'x-tenant-key': tenant.testKey };
  return { path: {}, query: {}, body: undefined, ...given, headers: { ...credentials, ...given.headers } };
}
