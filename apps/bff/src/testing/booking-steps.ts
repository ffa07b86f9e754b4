import { randomUUID } from 'node:crypto';
import type { Answers, Availability, Booking, BookingCreated, Hold } from '@mais/contract';
import type { ProductFixture } from './product-fixture.ts';

/** Where a customer's requests go, and whose time counts. */
export type BffUnderTest = Pick<ProductFixture, 'request' | 'emulator'> & { readonly clock: { now(): Date } };

/** What a customer's browser does, over HTTP, for one tenant. */
export interface Customer {
  send(method: string, path: string, options?: { body?: unknown; headers?: Record<string, string>; token?: string }): Promise<Response>;
  /** The first bookable starts of a package from today on. */
  listStarts(packageSlug: string, options?: { partySize?: number }): Promise<string[]>;
  hold(packageSlug: string, startsAt: string, partySize?: number): Promise<Hold>;
  book(hold: Hold, options?: { addOns?: { addOn: string; quantity: number }[]; key?: string; email?: string }): Promise<BookingCreated>;
  read(created: BookingCreated): Promise<Booking>;
  /** Reads until the booking is as expected, or fails. */
  readUntil(created: BookingCreated, isDone: (booking: Booking) => boolean): Promise<Booking>;
  /** Confirms the payment with one of Stripe's test payment methods; a decline is returned, not thrown. */
  pay(created: BookingCreated, paymentMethod?: string): Promise<string>;
}

export function createCustomer(product: BffUnderTest, tenantSlug: string): Customer {
  const key = `pk_test_${tenantSlug}_sample`;
  const customer: Customer = {
    send(method, path, { body, headers = {}, token } = {}) {
      return product.request(`/api/v1${path}`, {
        method,
        headers: {
          'x-tenant-key': key,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },
    async listStarts(packageSlug, { partySize } = {}) {
      const starts: string[] = [];
      let from = product.clock.now().toISOString().slice(0, 10);
      for (let month = 0; month < 4 && starts.length < 3; month += 1) {
        const to = new Date(Date.parse(from) + 30 * 86_400_000).toISOString().slice(0, 10);
        const query = new URLSearchParams({ package: packageSlug, from, to, ...(partySize ? { partySize: String(partySize) } : {}) });
        const { days } = await answered<Availability>(await customer.send('GET', `/availability?${query}`), 200);
        starts.push(...days.flatMap((day) => day.slots.map((slot) => slot.startsAt)));
        from = new Date(Date.parse(to) + 86_400_000).toISOString().slice(0, 10);
      }
      return starts;
    },
    async hold(packageSlug, startsAt, partySize = 1) {
      return answered<Hold>(await customer.send('POST', '/holds', { body: { package: packageSlug, startsAt, partySize } }), 201);
    },
    async book(hold, { addOns = [], key: idempotencyKey = randomUUID(), email = 'ana@example.com' } = {}) {
      const response = await customer.send('POST', '/bookings', {
        headers: { 'idempotency-key': idempotencyKey },
        body: { holdId: hold.id, holdToken: hold.token, addOns, customer: { name: 'Ana Customer', email }, answers: leastAnswers(hold.package) },
      });
      return answered<BookingCreated>(response, 201);
    },
    async read(created) {
      const response = await customer.send('GET', `/bookings/${created.booking.id}`, { token: created.token });
      return (await answered<{ booking: Booking }>(response, 200)).booking;
    },
    async readUntil(created, isDone) {
      const deadline = Date.now() + 40_000;
      for (;;) {
        const booking = await customer.read(created);
        if (isDone(booking)) return booking;
        if (Date.now() > deadline) throw new Error(`the booking stayed ${booking.status} / ${booking.paymentStatus}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async pay(created, paymentMethod = 'pm_card_visa') {
      if (!created.payment) throw new Error('nothing is due');
      const { paymentIntentId, accountId } = created.payment;
      const response = await fetch(`${product.emulator.url}/v1/payment_intents/${paymentIntentId}/confirm`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_fixture', 'stripe-account': accountId, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ payment_method: paymentMethod }),
      });
      const answer = (await response.json()) as { status?: string; error?: { code: string } };
      return answer.error?.code ?? answer.status ?? '';
    },
  };
  return customer;
}

/** What the sample packages won't be booked without. */
export function leastAnswers(packageSlug: string): Answers {
  return ['harbour-tour', 'sunset-paddle', 'island-day', 'gulf-charter'].includes(packageSlug) ? { 'all-can-swim': true } : {};
}

/** The body of an answer that must have this status; a failure shows the problem. */
export async function answered<T>(response: Response, status: number): Promise<T> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`expected ${status}, got ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
