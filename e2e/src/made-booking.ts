import { randomUUID } from 'node:crypto';
import type { Availability, BookingCreated, Hold } from '@mais/contract';

import type { StackUnderTest } from './stack.ts';

/** A booking that is there already, and what may be done on behalf of its customer. */
export interface MadeBooking {
  readonly id: string;
  readonly startsAt: string;
  /** the page that its e-mails lead to, in test mode */
  readonly page: string;
  /** other starts of the same package that are free */
  readonly freeStarts: readonly string[];
}

/** The public API as one visitor uses it. */
export function createVisitor({ bff }: StackUnderTest, slug: string) {
  return async function send<T>(method: string, path: string, { body, token, status = 200 }: { body?: unknown; token?: string; status?: number } = {}): Promise<T> {
    const headers = {
      'x-tenant-key': `pk_test_${slug}_sample`,
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const answer = await fetch(`${bff}/api/v1${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (answer.status !== status) throw new Error(`${method} ${path}: expected ${status}, got ${answer.status}: ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  };
}

/** Books and pays without the widget, at a start that is `nth` from the end of what is offered in these weeks, or from its end again where that is less. */
export async function makeBooking(stack: StackUnderTest, slug: string, item: string, nth: number): Promise<MadeBooking> {
  const send = createVisitor(stack, slug);
  const from = Date.now() + stack.clockOffsetSeconds * 1000;
  const day = (days: number) => new Date(from + days * 86_400_000).toISOString().slice(0, 10);
  const { days } = await send<Availability>('GET', `/availability?package=${item}&from=${day(0)}&to=${day(40)}`);
  const starts = days.flatMap(({ slots }) => slots.map(({ startsAt }) => startsAt));
  const startsAt = starts.at(-1 - (nth % starts.length));
  if (startsAt === undefined) throw new Error(`Nothing of ${item} is free`);
  const hold = await send<Hold>('POST', '/holds', { body: { package: item, startsAt, partySize: 1 }, status: 201 });
  const customer = { name: 'Ana Example', email: 'ana@example.com' };
  const { booking, token, payment } = await send<BookingCreated>('POST', '/bookings', { body: { holdId: hold.id, holdToken: hold.token, addOns: [], customer, answers: {} }, status: 201 });
  if (payment !== null) {
    const paid = await fetch(`${stack.emulator}/v1/payment_intents/${payment.paymentIntentId}/confirm`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_fixture', 'stripe-account': payment.accountId },
      body: new URLSearchParams({ payment_method: 'pm_card_visa' }),
    });
    if (!paid.ok) throw new Error(await paid.text());
  }
  for (let tries = 0; ; tries += 1) {
    const { booking: now } = await send<{ booking: { status: string } }>('GET', `/bookings/${booking.id}`, { token });
    if (now.status === 'confirmed') break;
    if (tries === 100) throw new Error(`the booking stayed ${now.status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const page = `${stack.bff}/book/${slug}/manage?key=pk_test_${slug}_sample#${new URLSearchParams({ booking: booking.id, token: booking.manageToken })}`;
  return { id: booking.id, startsAt, page, freeStarts: starts.filter((start) => start !== startsAt) };
}
