import type { KeyScope, WebhookDelivery, WebhookDeliveryList, WebhookEndpoint, WebhookEndpointList, WebhookEndpointWithSecret } from '@mais/contract';
import { keyScopes } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { newId } from '../../platform/ids.ts';
import { answered } from '../../testing/booking-steps.ts';
import { startHookReceiver, type HookReceiver } from '../../testing/hook-receiver.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { workOutbox } from '../../testing/work-outbox.ts';
import { createApiKey } from '../api-keys/index.ts';
import { recordEvent } from '../events/index.ts';

describe('the API of webhook endpoints', () => {
  let product: ProductFixture;
  let receiver: HookReceiver;
  let scope: TenantScope;
  let key: string;
  beforeAll(async () => {
    [product, receiver] = await Promise.all([createProductFixture(), startHookReceiver()]);
    const tenant = await product.services.directory.findBySlug('bellaweddings');
    scope = { tenantId: tenant?.id as TenantScope['tenantId'], livemode: false };
    key = await keyWith(keyScopes);
  });
  afterAll(async () => {
    await receiver.close();
    await product.close();
  });

  async function keyWith(scopes: readonly KeyScope[]): Promise<string> {
    const maker = { actor: 'test', scopes: keyScopes, now: product.clock.now() };
    return (await withTenant(product.database.app, scope, (tx) => createApiKey(tx, maker, { kind: 'secret', name: 'hooks', scopes }))).key;
  }

  function send(method: string, path = '', body?: unknown, given: { by?: string; headers?: Record<string, string> } = {}): Promise<Response> {
    return product.request(`/api/v1/tenant/webhook-endpoints${path}`, {
      method,
      headers: { authorization: `Bearer ${given.by ?? key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...given.headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async function make(given: object = {}): Promise<WebhookEndpointWithSecret> {
    return answered<WebhookEndpointWithSecret>(await send('POST', '', { url: receiver.url, eventTypes: ['payout.paid'], ...given }), 201);
  }

  async function tell(n: number, subjectId: string = newId()): Promise<void> {
    await withTenant(product.database.app, scope, (tx) => recordEvent(tx, { type: 'payout.paid', bookingId: null, subjectId, data: { n }, at: product.clock.now() }));
    await workOutbox(product.services);
  }

  it('shows a secret once, and the endpoint to whoever may read it', async () => {
    const { endpoint, secret } = await make({ description: 'Till' });
    expect(secret).toMatch(/^whsec_[\w-]{43}$/);
    expect(endpoint).toMatchObject({ url: receiver.url, description: 'Till', eventTypes: ['payout.paid'], status: 'enabled', disabledReason: null, failingSince: null, livemode: false });
    const reader = await keyWith(['webhooks:read']);
    const list = await (await send('GET', '', undefined, { by: reader })).text();
    expect((JSON.parse(list) as WebhookEndpointList).endpoints).toContainEqual(endpoint);
    expect(list).not.toContain(secret);
    expect(await answered(await send('GET', `/${endpoint.id}`, undefined, { by: reader }), 200)).toEqual(endpoint);
    for (const [method, path] of [['POST', ''], ['PUT', `/${endpoint.id}`], ['DELETE', `/${endpoint.id}`], ['POST', `/${endpoint.id}/rotate-secret`]] as const) {
      expect(await codeOf(await send(method, path, undefined, { by: reader }))).toBe('403 scope_missing');
    }
    expect(await codeOf(await send('GET', '', undefined, { by: await keyWith(['bookings:read']) }))).toBe('403 scope_missing');
  });

  it('makes an endpoint and rotates a secret once for one idempotency key', async () => {
    const body = { url: receiver.url, eventTypes: ['*', 'payout.paid'] };
    const headers = { 'idempotency-key': 'hooks-1' };
    const first = await answered<WebhookEndpointWithSecret>(await send('POST', '', body, { headers }), 201);
    expect(await answered(await send('POST', '', body, { headers }), 201)).toEqual(first);
    expect(first.endpoint.eventTypes).toEqual(['*']);
    const rotate = () => send('POST', `/${first.endpoint.id}/rotate-secret`, { overlapHours: 24 }, { headers: { 'idempotency-key': 'hooks-2' } });
    const rotated = await answered<WebhookEndpointWithSecret>(await rotate(), 201);
    expect(await answered(await rotate(), 201)).toEqual(rotated);
    expect(rotated.secret).not.toBe(first.secret);
    await send('DELETE', `/${first.endpoint.id}`);
  });

  it('refuses what can’t be an endpoint, and says which field', async () => {
    for (const [change, pointer] of [
      [{ url: 'https://10.0.0.1/' }, '/url'], [{ url: 'http://example.com/' }, '/url'], [{ url: 7 }, '/url'], [{ url: `https://example.com/${'x'.repeat(2000)}` }, '/url'],
      [{ eventTypes: [] }, '/eventTypes'], [{ eventTypes: ['booking.exploded'] }, '/eventTypes/0'], [{ description: 'x'.repeat(201) }, '/description'], [{ secret: 'mine' }, '/secret'],
    ] as const) {
      const response = await send('POST', '', { url: receiver.url, eventTypes: ['*'], ...change });
      expect(response.status).toBe(422);
      expect((await response.json()) as object).toMatchObject({ code: 'invalid_request', errors: [{ pointer }] });
    }
  });

  it('shows deliveries by page, and sends one again', async () => {
    const { endpoint } = await make();
    receiver.received.length = 0;
    receiver.answer = ({ event }) => (event.data.n === 3 ? 500 : 200);
    for (let n = 0; n < 53; n += 1) await tell(n);
    const page = await answered<WebhookDeliveryList>(await send('GET', `/${endpoint.id}/deliveries`), 200);
    expect([page.deliveries.length, page.hasMore]).toEqual([50, true]);
    const rest = await answered<WebhookDeliveryList>(await send('GET', `/${endpoint.id}/deliveries?before=${page.deliveries.at(-1)?.id}`), 200);
    expect([rest.deliveries.length, rest.hasMore]).toEqual([3, false]);
    const pending = await answered<WebhookDeliveryList>(await send('GET', `/${endpoint.id}/deliveries?status=pending`), 200);
    expect(pending.deliveries).toMatchObject([{ eventType: 'payout.paid', status: 'pending', attempts: [{ statusCode: 500 }] }]);
    receiver.answer = () => 200;
    const path = `/${endpoint.id}/deliveries/${pending.deliveries[0]?.id}/replay`;
    await answered<WebhookDelivery>(await send('POST', path), 200);
    await workOutbox(product.services);
    expect((await answered<WebhookDeliveryList>(await send('GET', `/${endpoint.id}/deliveries?status=pending`), 200)).deliveries).toEqual([]);
    expect(await codeOf(await send('POST', `/${endpoint.id}/deliveries/${newId()}/replay`))).toBe('404 not_found');
    await send('PUT', `/${endpoint.id}`, { url: receiver.url, eventTypes: ['*'], status: 'disabled' });
    expect(await codeOf(await send('POST', path))).toBe('409 webhook_endpoint_disabled');
  });

  it('pauses, changes and deletes an endpoint', async () => {
    const { endpoint } = await make();
    receiver.received.length = 0;
    const put = async (change: object) => answered<WebhookEndpoint>(await send('PUT', `/${endpoint.id}`, { url: receiver.url, eventTypes: ['payout.paid'], status: 'enabled', ...change }), 200);
    expect(await put({ status: 'disabled', description: 'Resting' })).toMatchObject({ status: 'disabled', disabledReason: 'by_tenant', description: 'Resting' });
    await tell(1);
    product.clock.advance(1);
    expect(await put({ url: `${receiver.url}/new` })).toMatchObject({ status: 'enabled', disabledReason: null, description: 'Resting', url: `${receiver.url}/new` });
    await tell(2);
    expect(receiver.received.filter(({ path }) => path.endsWith('/new')).map(({ event }) => event.data)).toEqual([{ n: 2 }]);
    expect((await send('DELETE', `/${endpoint.id}`)).status).toBe(204);
    expect(await codeOf(await send('DELETE', `/${endpoint.id}`))).toBe('404 not_found');
    expect(await codeOf(await send('GET', `/${endpoint.id}/deliveries`))).toBe('404 not_found');
  });

  it('takes no more than sixteen', async () => {
    const { endpoints } = await answered<WebhookEndpointList>(await send('GET'), 200);
    for (let count = endpoints.length; count < 16; count += 1) await make();
    expect(await codeOf(await send('POST', '', { url: receiver.url, eventTypes: ['*'] }))).toBe('409 webhook_endpoint_limit');
  });
});

async function codeOf(response: Response): Promise<string> {
  return `${response.status} ${((await response.json()) as { code: string }).code}`;
}
