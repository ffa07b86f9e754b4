import { randomUUID } from 'node:crypto';
import type { BookingCreated, Package, Problem } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

describe('what a tenant asks its customers', () => {
  let product: ProductFixture;
  beforeAll(async () => {
    product = await createProductFixture();
  });
  afterAll(() => product.close());

  async function inTenant<T>(slug: string, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const tenant = await product.services.directory.findBySlug(slug);
    if (!tenant) throw new Error(`there is no tenant ${slug}`);
    return withTenant(product.services.app, { tenantId: tenant.id, livemode: false }, work);
  }

  it('stands in the catalog, for all packages or for some', async () => {
    const bella = createCustomer(product, 'bellaweddings');
    const [wedding, engagement] = await Promise.all(['full-day-wedding', 'engagement-session'].map(async (packageSlug) =>
      (await answered<Package>(await bella.send('GET', `/packages/${packageSlug}`), 200)).questions.map(({ slug }) => slug)));
    expect(wedding).toEqual(['venue', 'guests', 'heard-from']);
    expect(engagement).toEqual(['venue', 'heard-from']);
  });

  it('is kept with the booking in the words of then, and what is about the customer with the customer too', async () => {
    const bella = createCustomer(product, 'bellaweddings');
    const { response } = await book(bella, 'elopement', { venue: 'The barn, Rhinebeck', guests: '12', 'heard-from': 'planner' });
    const { booking, token } = await answered<BookingCreated>(response, 201);
    const expected = [
      { question: 'venue', label: 'Where is it?', value: 'The barn, Rhinebeck', valueLabel: null },
      { question: 'guests', label: 'How many guests do you expect?', value: 12, valueLabel: null },
      { question: 'heard-from', label: 'How did you hear of us?', value: 'planner', valueLabel: 'Our planner' },
    ];
    expect(booking.answers).toEqual(expected);
    await inTenant('bellaweddings', ({ sql }) => sql`update custom_fields set label = 'Where?', active = false where slug = 'venue'`);
    expect((await answered<{ booking: BookingCreated['booking'] }>(await bella.send('GET', `/bookings/${booking.id}`, { token }), 200)).booking.answers).toEqual(expected);
    const [customer] = await inTenant('bellaweddings', ({ sql }) => sql<{ answers: unknown }[]>`select answers from customers`.execute());
    expect(customer?.answers).toEqual({ 'heard-from': expected[2] });
  });

  it('adds a customer\'s newer answers to the older ones', async () => {
    const spa = createCustomer(product, 'marinaspa');
    for (const pressure of ['light', 'firm']) await answered((await book(spa, 'signature-massage', { pressure, health: 'A bad knee' })).response, 201);
    await answered((await book(spa, 'hammam-ritual', {})).response, 201);
    const [customer] = await inTenant('marinaspa', ({ sql }) => sql<{ answers: Record<string, { value: string }> }[]>`select answers from customers`.execute());
    expect(customer?.answers['pressure']).toMatchObject({ value: 'firm', valueLabel: 'Firm' });
    expect(Object.keys(customer?.answers ?? {})).toEqual(['pressure']);
  });

  it('must be answered where the tenant says so; the refusal names it and costs neither the hold nor the key', async () => {
    const kayaks = createCustomer(product, 'harborkayaks');
    const { response, again } = await book(kayaks, 'harbour-tour', { 'all-can-swim': false });
    const problem = (await response.json()) as Problem;
    expect([response.status, problem.code, problem.errors]).toEqual([422, 'invalid_request', [{ pointer: '/answers/all-can-swim', detail: 'must be accepted' }]]);
    const { booking } = await answered<BookingCreated>(await again({ 'all-can-swim': true }), 201);
    expect(booking.answers).toMatchObject([{ question: 'all-can-swim', value: true }]);
  });

  it.each([
    ['a question of another package', 'marinaspa', 'hammam-ritual', { pressure: 'firm' }, '/answers/pressure'],
    ['a question of nobody', 'marinaspa', 'hammam-ritual', { source: 'newsletter' }, '/answers/source'],
    ['a name that is none', 'marinaspa', 'hammam-ritual', { 'No Slug': 'x' }, '/answers/No Slug'],
    ['an answer that is a list', 'marinaspa', 'hammam-ritual', { health: ['x'] }, '/answers/health'],
  ])('refuses an answer to %s', async (_, slug, packageSlug, answers, pointer) => {
    const { response } = await book(createCustomer(product, slug), packageSlug, answers);
    expect(response.status).toBe(422);
    expect(((await response.json()) as Problem).errors?.map((error) => error.pointer)).toEqual([pointer]);
  });
});

async function book(customer: Customer, packageSlug: string, answers: unknown, key: string = randomUUID()) {
  const [startsAt = ''] = await customer.listStarts(packageSlug);
  const hold = await customer.hold(packageSlug, startsAt);
  const send = (given: unknown) => customer.send('POST', '/bookings', {
    headers: { 'idempotency-key': key },
    body: { holdId: hold.id, holdToken: hold.token, customer: { name: 'Ana', email: 'ana@example.com' }, answers: given },
  });
  return { response: await send(answers), again: send };
}
