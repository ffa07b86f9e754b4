import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listDueLanes } from '../../jobs/due-work.ts';
import { sendDueWebhooks } from '../../jobs/send-webhooks.ts';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId, type EventId, type WebhookDeliveryId, type WebhookEndpointId } from '../../platform/ids.ts';
import { createCustomer } from '../../testing/booking-steps.ts';
import { startHookReceiver, type HookReceiver, type ReceivedHook } from '../../testing/hook-receiver.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { workOutbox } from '../../testing/work-outbox.ts';
import { findEvent, recordEvent, type EventType } from '../events/index.ts';
import { sendLane, type WebhooksContext } from './index.ts';
import { createWebhookEndpoint, deleteWebhookEndpoint, readEndpoint, rotateWebhookSecret, updateWebhookEndpoint } from './manage-endpoints.ts';
import { readDeliveries, replayDelivery } from './read-deliveries.ts';

const HOUR_MS = 3_600_000;

describe('webhooks', () => {
  let product: ProductFixture;
  let scope: TenantScope;
  let receiver: HookReceiver;
  let context: WebhooksContext;
  beforeAll(async () => {
    product = await createProductFixture();
    const tenant = await product.services.directory.findBySlug('studionord');
    scope = { tenantId: tenant?.id as TenantScope['tenantId'], livemode: false };
    context = product.services.webhooks;
  });
  afterAll(() => product.close());
  beforeEach(async () => {
    await workOutbox(product.services);
    receiver = await startHookReceiver();
  });
  afterEach(async () => {
    await inTenant((tx) => tx.sql`delete from webhook_endpoints where tenant_id = ${tx.tenantId}`);
    await receiver.close();
  });

  const inTenant: <T>(work: Parameters<typeof withTenant<T>>[2]) => Promise<T> = (work) => withTenant(product.database.app, scope, work);
  const by = () => ({ actor: 'test', requestId: 'req_test', now: product.clock.now() });

  async function listen(eventTypes: readonly string[] = ['*'], url = receiver.url): Promise<{ id: WebhookEndpointId; secret: string }> {
    const { endpoint, secret } = await inTenant((tx) => createWebhookEndpoint(context, tx, { url, eventTypes }, by()));
    return { id: endpoint.id as WebhookEndpointId, secret };
  }

  /** Something happens to a thing that is no booking. */
  async function tell(type: EventType, data: Record<string, number> = {}, subjectId: string = newId()): Promise<EventId> {
    return inTenant((tx) => recordEvent(tx, { type, bookingId: null, subjectId, data, at: product.clock.now() }));
  }

  async function pass(ms: number): Promise<void> {
    product.clock.advance(ms);
    await sendDueWebhooks(product.services);
    await workOutbox(product.services);
  }

  async function deliveriesOf(id: WebhookEndpointId) {
    const { deliveries } = await inTenant((tx) => readDeliveries(tx, id, { status: null, before: null }, product.clock.now()));
    return deliveries.toReversed();
  }

  it('tell a tenant’s server of a booking and its payment, in order, signed', async () => {
    const { secret } = await listen();
    const customer = createCustomer(product, 'studionord');
    const [startsAt = ''] = await customer.listStarts('portrait-60');
    const created = await customer.book(await customer.hold('portrait-60', startsAt));
    await customer.pay(created);
    await customer.readUntil(created, ({ status }) => status === 'confirmed');
    await workOutbox(product.services);
    expect(receiver.received.map(({ event }) => event.type)).toEqual(['booking.created', 'payment.succeeded', 'booking.confirmed']);
    for (const hook of receiver.received) {
      expect(hook.event).toMatchObject({ livemode: false, data: { bookingId: created.booking.id, reference: created.booking.reference } });
      expect(isSigned(hook, secret, product.clock.now())).toBe(true);
      expect(hook.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(hook.text).not.toMatch(/ana@example\.com|Ana Customer/);
    }
    expect(receiver.received[1]?.event.data).toMatchObject({ currency: created.booking.currency, amountMinor: created.booking.dueNowMinor });
  });

  it('go to those that listen to the type, in their mode, and from when they began to', async () => {
    await tell('payout.paid', { before: 1 });
    product.clock.advance(1);
    const chosen = await listen(['payout.paid', 'payout.failed']);
    const live = { ...scope, livemode: true };
    await withTenant(product.database.app, live, (tx) => createWebhookEndpoint(context, tx, { url: `${receiver.url}/live`, eventTypes: ['*'] }, by()));
    await tell('account.updated');
    await tell('payout.failed', { after: 1 });
    await workOutbox(product.services);
    expect(receiver.received.map(({ path, event }) => [path, event.type, event.data])).toEqual([['/hooks', 'payout.failed', { after: 1 }]]);
    expect(await deliveriesOf(chosen.id)).toHaveLength(1);
  });

  it('are made once, however often the event is handed over', async () => {
    const { id } = await listen();
    const eventId = await tell('payout.paid');
    const event = await inTenant((tx) => findEvent(tx, eventId));
    if (!event) throw new Error('there is no event');
    const handOver = () => Promise.all(product.services.eventReceivers.map((receive) => receive(scope, event)));
    await Promise.all([handOver(), handOver(), handOver()]);
    await workOutbox(product.services);
    await handOver();
    await workOutbox(product.services);
    expect(receiver.received).toHaveLength(1);
    expect(await deliveriesOf(id)).toMatchObject([{ eventId, status: 'delivered', attempts: [{ statusCode: 200, failure: null }] }]);
  });

  it('keep the order of what is about one thing, while others overtake', async () => {
    await listen();
    const [one, other] = [newId(), newId()];
    receiver.answer = ({ event }) => (event.data.n === 1 && receiver.received.length < 3 ? 503 : 200);
    await tell('payout.paid', { n: 1 }, one);
    await tell('payout.paid', { n: 2 }, one);
    await tell('payout.paid', { n: 9 }, other);
    await workOutbox(product.services);
    await tell('payout.paid', { n: 3 }, one);
    await workOutbox(product.services);
    expect(receiver.received.map(({ event }) => event.data.n)).toEqual([1, 9]);
    await pass(40_000);
    expect(receiver.received.map(({ event }) => event.data.n)).toEqual([1, 9, 1, 2, 3]);
  });

  it('are not overtaken by a later event that is handed over first', async () => {
    await listen();
    const subject = newId();
    await tell('payout.paid', { n: 1 }, subject);
    const later = await tell('payout.paid', { n: 2 }, subject);
    const event = await inTenant((tx) => findEvent(tx, later));
    for (const receive of product.services.eventReceivers) if (event) await receive(scope, event);
    await sendDueWebhooks(product.services);
    await workOutbox(product.services);
    expect(receiver.received.map(({ event: { data } }) => data.n)).toEqual([1, 2]);
  });

  it('come in the order in which they were written, also where one server’s clock is behind another’s', async () => {
    await listen();
    const subjectId = newId();
    const ahead = product.clock.now();
    const behind = new Date(ahead.getTime() - 5_000);
    await inTenant((tx) => recordEvent(tx, { type: 'payout.paid', bookingId: null, subjectId, data: { n: 1 }, at: ahead }));
    const later = await inTenant((tx) => recordEvent(tx, { type: 'payout.paid', bookingId: null, subjectId, data: { n: 2 }, at: behind }));
    await workOutbox(product.services);
    expect(receiver.received.map(({ event }) => event.data.n)).toEqual([1, 2]);
    expect((await inTenant((tx) => findEvent(tx, later)))?.occurredAt.getTime()).toBe(ahead.getTime() + 1);
  });

  it('are sent once by many workers at once', async () => {
    const { id } = await listen();
    const subjectId = newId();
    for (let n = 0; n < 5; n += 1) await tell('payout.paid', { n }, subjectId);
    await workOutbox({ ...product.services, webhooks: { ...context, outbound: { ...context.outbound, rules: { allowLoopback: false } } } });
    expect(receiver.received).toEqual([]);
    product.clock.advance(40_000);
    await Promise.all(Array.from({ length: 8 }, () => sendLane(context, scope, { endpointId: id, subjectId })));
    expect(receiver.received.map(({ event }) => event.data.n)).toEqual([0, 1, 2, 3, 4]);
  });

  it('are tried again, later and later, with the same body and a fresh signature, for about three days', async () => {
    const { id, secret } = await listen();
    await listen(['payout.paid'], `${receiver.url}/well`);
    receiver.answer = ({ path }) => (path === '/hooks' ? 500 : 200);
    await tell('payout.paid', { n: 1 });
    await workOutbox(product.services);
    const began = product.clock.now().getTime();
    for (let hour = 0; hour < 100 * 6; hour += 1) {
      // Somebody else's success doesn't count, one of its own does: the endpoint is well enough not to be disabled.
      if (hour === 300) {
        receiver.answer = () => 200;
        await tell('payout.failed');
        await workOutbox(product.services);
        receiver.answer = ({ path }) => (path === '/hooks' ? 500 : 200);
      }
      await pass(HOUR_MS / 6);
    }
    const attempts = receiver.received.filter(({ path, event }) => path === '/hooks' && event.data.n === 1);
    expect(attempts).toHaveLength(13);
    expect(new Set(attempts.map(({ text }) => text)).size).toBe(1);
    expect(new Set(attempts.map(({ headers }) => headers['mais-signature'])).size).toBe(13);
    const [first] = await deliveriesOf(id);
    expect(first).toMatchObject({ status: 'failed', nextAttemptAt: null });
    const last = Date.parse(first?.attempts.at(-1)?.at ?? '') - began;
    expect(last).toBeGreaterThan(60 * HOUR_MS);
    expect(last).toBeLessThan(80 * HOUR_MS);
    expect(attempts.every((hook) => isSigned(hook, secret, null))).toBe(true);
    expect((await inTenant((tx) => readEndpoint(tx, id, product.clock.now()))).status).toBe('enabled');
  });

  it('end after long failure, with notice, and go on where they stopped once enabled again', async () => {
    const { id } = await listen();
    const watching = await listen(['webhook_endpoint.disabled'], `${receiver.url}/watching`);
    receiver.answer = ({ path }) => (path === '/hooks' ? 410 : 200);
    await tell('payout.paid', { n: 1 });
    await workOutbox(product.services);
    for (let hour = 0; hour < 90; hour += 1) await pass(HOUR_MS);
    const endpoint = await inTenant((tx) => readEndpoint(tx, id, product.clock.now()));
    expect(endpoint).toMatchObject({ status: 'disabled', disabledReason: 'failing' });
    expect(endpoint.failingSince).not.toBeNull();
    expect(receiver.received.filter(({ path }) => path.endsWith('watching')).map(({ event }) => [event.type, event.data.webhookEndpointId])).toEqual([['webhook_endpoint.disabled', id]]);
    const audited = await inTenant((tx) => tx.sql`select action from audit_log where tenant_id = ${tx.tenantId} and entity_id = ${id} and action = 'webhook_endpoint.disabled'`);
    expect(audited).toHaveLength(1);
    const tried = receiver.received.length;
    await tell('payout.failed', { missed: 1 });
    await pass(24 * HOUR_MS);
    expect(receiver.received).toHaveLength(tried);
    expect(await deliveriesOf(watching.id)).toHaveLength(1);

    receiver.answer = () => 200;
    product.clock.advance(1);
    await inTenant((tx) => updateWebhookEndpoint(context, tx, id, { url: receiver.url, eventTypes: ['*'], status: 'enabled' }, by()));
    await pass(0);
    await tell('payout.paid', { n: 2 });
    await workOutbox(product.services);
    expect(receiver.received.slice(tried).map(({ event }) => event.data)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await inTenant((tx) => readEndpoint(tx, id, product.clock.now()))).toMatchObject({ status: 'enabled', failingSince: null });
  });

  it('are signed with two secrets while one replaces the other', async () => {
    const { id, secret: first } = await listen();
    const { secret: second, endpoint } = await inTenant((tx) => rotateWebhookSecret(context, tx, { id, overlapHours: 24 }, by()));
    expect(endpoint.previousSecretExpiresAt).toBe(new Date(product.clock.now().getTime() + 24 * HOUR_MS).toISOString());
    await tell('payout.paid');
    await workOutbox(product.services);
    expect([first, second].map((secret) => isSigned(receiver.received[0] as ReceivedHook, secret, product.clock.now()))).toEqual([true, true]);
    const { secret: third } = await inTenant((tx) => rotateWebhookSecret(context, tx, { id, overlapHours: 1 }, by()));
    await tell('payout.paid');
    await workOutbox(product.services);
    expect([first, second, third].map((secret) => isSigned(receiver.received[1] as ReceivedHook, secret, null))).toEqual([false, true, true]);
    product.clock.advance(HOUR_MS);
    await tell('payout.paid');
    await workOutbox(product.services);
    expect([first, second, third].map((secret) => isSigned(receiver.received[2] as ReceivedHook, secret, null))).toEqual([false, false, true]);
    const stored = await inTenant((tx) => tx.sql<{ row: string }[]>`select webhook_secrets::text as row from webhook_secrets where tenant_id = ${tx.tenantId}`);
    for (const secret of [first, second, third]) expect(stored.some(({ row }) => row.includes(secret) || row.includes(Buffer.from(secret).toString('hex')))).toBe(false);
  });

  it('can be sent again by hand, with the same id', async () => {
    const { id } = await listen();
    await tell('payout.paid', { n: 1 });
    await workOutbox(product.services);
    const [delivery] = await deliveriesOf(id);
    await inTenant((tx) => replayDelivery(tx, { endpointId: id, id: delivery?.id as WebhookDeliveryId }, by()));
    await workOutbox(product.services);
    expect(receiver.received.map(({ event }) => event.id)).toEqual([delivery?.eventId, delivery?.eventId]);
    expect(await deliveriesOf(id)).toMatchObject([{ status: 'delivered', attempts: [{ statusCode: 200 }, { statusCode: 200 }] }]);
  });

  it('are sent again when a worker was killed after sending, once its lease is over', async () => {
    const { id } = await listen();
    const eventId = await tell('payout.paid');
    const event = await inTenant((tx) => findEvent(tx, eventId));
    for (const receive of product.services.eventReceivers) if (event) await receive(scope, event);
    // What the killed one left behind.
    await inTenant((tx) => tx.sql`update webhook_deliveries set leased_until = ${new Date(product.clock.now().getTime() + 60_000)} where tenant_id = ${tx.tenantId} and endpoint_id = ${id}`);
    await pass(59_000);
    expect(receiver.received).toEqual([]);
    await pass(1_000);
    expect(receiver.received).toHaveLength(1);
  });

  it('are logged with what came of each attempt, and never with the answer’s words', async () => {
    const { id } = await listen();
    const hanging = { ...product.services, webhooks: { ...context, outbound: { ...context.outbound, timeoutMs: 100 } } };
    receiver.answer = () => 'hang';
    await tell('payout.paid');
    await workOutbox(hanging);
    receiver.answer = () => 302;
    await pass(40_000);
    const [{ attempts } = { attempts: [] }] = await deliveriesOf(id);
    expect(attempts).toMatchObject([{ statusCode: null, failure: 'timed_out' }, { statusCode: 302, failure: null }]);
    expect(attempts.every(({ durationMs }) => durationMs >= 0)).toBe(true);
    const rows = await inTenant((tx) => tx.sql<{ row: string }[]>`select webhook_attempts::text as row from webhook_attempts where tenant_id = ${tx.tenantId}`);
    expect(rows.some(({ row }) => row.includes('noted'))).toBe(false);
  });

  it('reach no private address, whatever a name has turned into since the endpoint was made', async () => {
    const port = new URL(receiver.url).port;
    const { id } = await listen(['*'], 'https://hooks.example/mais');
    await inTenant((tx) => tx.sql`update webhook_endpoints set url = ${`http://hooks.example:${port}/`} where tenant_id = ${tx.tenantId} and id = ${id}`);
    const answers = ['10.1.2.3', '::ffff:127.0.0.1', '169.254.169.254'];
    const resolveHost = async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }];
    const services = { ...product.services, webhooks: { ...context, outbound: { ...context.outbound, resolveHost } } };
    await tell('payout.paid');
    await workOutbox(services);
    for (let time = 0; time < 3; time += 1) {
      product.clock.advance(HOUR_MS);
      await sendDueWebhooks(services);
    }
    const [{ attempts } = { attempts: [] }] = await deliveriesOf(id);
    expect(attempts.map(({ failure }) => failure)).toEqual(['address_refused', 'address_refused', 'address_refused', null]);
    expect(receiver.received).toHaveLength(1);
  });

  it.each([
    ['no address', 'hooks'], ['another scheme', 'ftp://example.com/'], ['no encryption', 'http://example.com/'], ['a password', 'https://a:b@example.com/'], ['a fragment', 'https://example.com/#x'],
    ['a private address', 'https://10.0.0.1/'], ['the metadata service', 'https://169.254.169.254/latest'], ['a mapped address', 'https://[::ffff:10.0.0.1]/'], ['a number', 'https://2852039166/'],
    ['a private address in the clear', 'http://192.168.0.1/'],
  ])('are refused an endpoint with %s', async (_, url) => {
    await expect(listen(['*'], url)).rejects.toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/url' }] });
  });

  it('of an endpoint that hangs don’t keep those of another waiting', async () => {
    const hanging = await listen(['payout.paid']);
    const other = await listen(['payout.failed'], `${receiver.url}/other`);
    receiver.answer = () => 503;
    for (let n = 0; n < 40; n += 1) await tell('payout.paid', { n });
    await tell('payout.failed');
    await workOutbox(product.services);
    product.clock.advance(60_000);
    const lanes = await listDueLanes(product.database.platform, product.clock.now());
    expect(lanes.filter(({ endpointId }) => endpointId === hanging.id)).toHaveLength(16);
    expect(lanes.filter(({ endpointId }) => endpointId === other.id)).toHaveLength(1);
    // One that takes long has no more than four under way.
    receiver.answer = () => 'hang';
    const slow = { ...context, outbound: { ...context.outbound, timeoutMs: 1_500 } };
    receiver.received.length = 0;
    await Promise.all(lanes.map((lane) => sendLane(slow, scope, lane)));
    expect(receiver.received.filter(({ path }) => path === '/hooks')).toHaveLength(4);
    expect(receiver.received.filter(({ path }) => path.endsWith('other'))).toHaveLength(1);
  });

  it('end with their endpoint, and leave what waits for another alone', async () => {
    const gone = await listen();
    const stays = await listen(['*'], `${receiver.url}/stays`);
    receiver.answer = ({ path }) => (path === '/hooks' ? 500 : 200);
    await tell('payout.paid');
    await workOutbox(product.services);
    await inTenant((tx) => deleteWebhookEndpoint(tx, gone.id, by()));
    await pass(HOUR_MS);
    expect(receiver.received).toHaveLength(2);
    await expect(deliveriesOf(gone.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await deliveriesOf(stays.id)).toMatchObject([{ status: 'delivered' }]);
  });

  it('name the booking of an event about one', async () => {
    const { id } = await listen(['dispute.opened']);
    const [row] = await inTenant((tx) => tx.sql<{ id: BookingId; reference: string }[]>`select id, reference from bookings where tenant_id = ${tx.tenantId} limit 1`);
    if (!row) throw new Error('there is no booking');
    await inTenant((tx) => recordEvent(tx, { type: 'dispute.opened', bookingId: row.id, data: { amountMinor: 1 }, at: product.clock.now() }));
    await workOutbox(product.services);
    expect(receiver.received[0]?.event).toMatchObject({ type: 'dispute.opened', data: { bookingId: row.id, reference: row.reference, amountMinor: 1 } });
    expect(await deliveriesOf(id)).toMatchObject([{ bookingId: row.id, eventType: 'dispute.opened' }]);
  });
});

/** As a receiver would check it, by the documentation alone. */
function isSigned({ headers, text }: ReceivedHook, secret: string, now: Date | null): boolean {
  const parts = String(headers['mais-signature']).split(',').map((part) => part.split('='));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  const expected = createHmac('sha256', secret).update(`${time}.${text}`).digest('hex');
  const isFresh = now === null || Math.abs(now.getTime() / 1000 - Number(time)) < 300;
  return isFresh && parts.some(([name, value]) => name === 'v1' && value === expected);
}
