// One request for every operation that is right in every way, for tests to spoil in one.
import { randomUUID } from 'node:crypto';
import { leastAnswers } from '../testing/booking-steps.ts';
import type { FurnishedTenant } from '../testing/furnish-tenant.ts';

export interface GoodRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
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
  getBooking: ({ bookings }) => ({ path: { id: bookings.pending.booking.id }, headers: { authorization: `Bearer ${bookings.pending.token}` }, status: 200 }),
  getBookingCalendar: ({ bookings }) => ({ path: { id: bookings.pending.booking.id }, query: { token: bookings.pending.booking.calendarToken }, status: 200 }),
  payBooking: ({ bookings }) => ({ path: { id: bookings.pending.booking.id }, headers: { authorization: `Bearer ${bookings.pending.token}` }, status: 200 }),
  cancelBooking: ({ bookings }) => ({ path: { id: bookings.pending.booking.id }, headers: { authorization: `Bearer ${bookings.pending.token}` }, status: 200 }),
};

/** By a tenant's own server, with its secret key. */
const secretFills: Readonly<Record<string, Fill>> = {
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
