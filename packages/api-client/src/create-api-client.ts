import type {
  Availability, AvailabilityQuery, Booking, BookingCreated, BookingRequest, Hold, HoldRequest, Package, PackageList, PaymentAttempt, PaymentRequest,
  Quote, QuoteRequest, WidgetConfig,
} from '@mais/contract';

import { type ApiClientOptions, createSend } from './send.ts';

/** For requests that change something: the same key makes the server answer a repetition as it answered the first. */
export interface WriteOptions {
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export interface ReadOptions {
  signal?: AbortSignal;
}

/** The public routes, typed by the contract. Each rejects with ApiProblem, ApiUnreachable, or the signal's AbortError. */
export interface ApiClient {
  getWidgetConfig(options?: ReadOptions): Promise<WidgetConfig>;
  listPackages(options?: ReadOptions): Promise<PackageList>;
  getPackage(slug: string, options?: ReadOptions): Promise<Package>;
  getAvailability(query: Omit<AvailabilityQuery, 'partySize' | 'key'> & { partySize?: number }, options?: ReadOptions): Promise<Availability>;
  /** Where server-sent events tell of times that were taken or given back; for `EventSource`. */
  availabilityStreamUrl(query: { package: string; since: string }): string;
  createQuote(request: QuoteRequest, options?: ReadOptions): Promise<Quote>;
  createHold(request: HoldRequest, options?: WriteOptions): Promise<Hold>;
  releaseHold(hold: { id: string; token: string }, options?: ReadOptions): Promise<void>;
  createBooking(request: BookingRequest, options: WriteOptions & { idempotencyKey: string }): Promise<BookingCreated>;
  getBooking(booking: BookingAccess, options?: ReadOptions): Promise<BookingState>;
  /** Where the booking is as a file for calendars; for a link. */
  bookingCalendarUrl(booking: { id: string; calendarToken: string }): string;
  /** The attempt that is open, or a new one; an open one of the other kind is cancelled first. */
  createPaymentAttempt(booking: BookingAccess, body: PaymentRequest, options?: WriteOptions): Promise<{ payment: PaymentAttempt }>;
  /** Turns back before paying. */
  cancelBooking(booking: BookingAccess, options?: WriteOptions): Promise<{ booking: Booking }>;
}

export interface BookingAccess {
  id: string;
  /** the booking token that came with the booking */
  token: string;
}

interface BookingState {
  booking: Booking;
  /** null when nothing is to be paid now */
  payment: PaymentAttempt | null;
}

/**
 * Makes a client of the public API for one tenant.
 *
 * A request that may safely be sent twice is retried by itself when the network or the server fails: reads, quotes,
 * releases, and writes with an idempotency key.
 */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const send = createSend(options);

  return {
    getWidgetConfig: (read) => send({ path: '/widget/config', ...read }),
    listPackages: (read) => send({ path: '/packages', ...read }),
    getPackage: (slug, read) => send({ path: `/packages/${encodeURIComponent(slug)}`, ...read }),
    getAvailability: (query, read) => send({ path: `/availability?${toQuery(query)}`, ...read }),
    availabilityStreamUrl: (query) =>
      `${options.baseUrl}/api/v1/availability/stream?${toQuery({ ...tenantInAddress(options), ...query })}`,
    createQuote: (body, read) => send({ method: 'POST', path: '/quotes', body, repeatable: true, ...read }),
    createHold: (body, write) => send({ method: 'POST', path: '/holds', body, ...write }),
    releaseHold: ({ id, token }, read) =>
      send({ method: 'DELETE', path: `/holds/${encodeURIComponent(id)}`, headers: bearer(token), repeatable: true, ...read }),
    createBooking: (body, write) => send({ method: 'POST', path: '/bookings', body, ...write }),
    getBooking: (booking, read) => send({ path: bookingPath(booking), headers: bearer(booking.token), ...read }),
    bookingCalendarUrl: ({ id, calendarToken }) =>
      `${options.baseUrl}/api/v1/bookings/${encodeURIComponent(id)}/calendar.ics?${toQuery({ ...tenantInAddress(options), token: calendarToken })}`,
    createPaymentAttempt: (booking, body, write) =>
      send({ method: 'POST', path: `${bookingPath(booking)}/payment-intents`, body, headers: bearer(booking.token), ...write }),
    cancelBooking: (booking, write) =>
      send({ method: 'POST', path: `${bookingPath(booking)}/cancel`, headers: bearer(booking.token), ...write }),
  };
}

/** For what is asked for without headers: a link or a stream. */
function tenantInAddress({ key, slug }: ApiClientOptions): Record<string, string | undefined> {
  return key === null ? { tenant: slug } : { key };
}

function toQuery(values: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value));
  return query.toString();
}

function bookingPath({ id }: BookingAccess): string {
  return `/bookings/${encodeURIComponent(id)}`;
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
