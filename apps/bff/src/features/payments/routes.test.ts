import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { problemFromError } from '../../platform/http/problem-response.ts';
import { requestPipeline } from '../../platform/http/request-pipeline.ts';
import { createLogger } from '../../platform/log.ts';
import { createPaymentsFixture, intentOf, type PaymentsFixture, type TestTenant } from '../../testing/payments-fixture.ts';
import { stripeWebhookRoutes } from './routes.ts';

let fixture: PaymentsFixture;
let tenant: TestTenant;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  fixture = await createPaymentsFixture();
  tenant = await fixture.newTenant();
  app = createApp();
});
afterAll(() => fixture.close());

function createApp() {
  const log = createLogger({ level: 'silent', name: 'test' });
  const router = createApiRouter();
  router.use(requestPipeline(log));
  router.onError((error, c) => problemFromError(error, c.get('requestId'), log));
  return router.route('/api/v1', stripeWebhookRoutes(fixture.payments));
}

function sign(payload: string, { secret = fixture.config.connectWebhookSecret, skewSeconds = 0 } = {}): string {
  const timestamp = Math.floor(fixture.clock.now().getTime() / 1000) + skewSeconds;
  return fixture.stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
}

function post(body: string | Buffer, signature?: string, path = '/api/v1/webhooks/stripe/connect') {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...(signature === undefined ? {} : { 'stripe-signature': signature }) };
  return app.request(path, { method: 'POST', headers, body });
}

async function succeededBody() {
  const payment = await fixture.newPayment(tenant);
  await fixture.pay(tenant, payment);
  const event = (await fixture.eventsAbout(tenant, intentOf(payment))).at(-1);
  return { payment, body: JSON.stringify(event, null, 2) };
}

describe('the webhook', () => {
  it('takes in a signed event over the bytes as they came', async () => {
    const { payment, body } = await succeededBody();
    const response = await post(body, sign(body));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ received: true });
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'succeeded' });
  });

  it('takes a signature that is up to five minutes off, and none beyond', async () => {
    const { payment, body } = await succeededBody();
    for (const skewSeconds of [-302, 302, 86_400]) {
      const response = await post(body, sign(body, { skewSeconds }));
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'malformed_request', detail: expect.stringContaining('clock') });
    }
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'requires_payment' });
    expect((await post(body, sign(body, { skewSeconds: -298 }))).status).toBe(200);
    expect((await post(body, sign(body, { skewSeconds: 298 }))).status).toBe(200);
  });

  it('refuses what isn’t signed by Stripe for this endpoint, and changes nothing', async () => {
    const { payment, body } = await succeededBody();
    const good = sign(body);
    const attempts: [string | Buffer, string | undefined][] = [
      [body, undefined],
      [body, ''],
      [body, 'nonsense'],
      [body, good.replace(/v1=./, 'v1=x')],
      [body, sign(body, { secret: fixture.config.platformWebhookSecret })],
      [body.replace('10000', '10001'), good],
      [`${body} `, good],
      ['', good],
      ['not json', sign('not json')],
      [Buffer.from([0xff, 0xfe, 0x00]), good],
    ];
    for (const [payload, signature] of attempts) {
      const response = await post(payload, signature);
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ code: 'malformed_request', detail: expect.stringContaining('STRIPE_CONNECT_WEBHOOK_SECRET') });
    }
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'requires_payment' });
  });

  it('does not take a tenant’s event at the platform’s endpoint', async () => {
    const { payment, body } = await succeededBody();
    const response = await post(body, sign(body, { secret: fixture.config.platformWebhookSecret }), '/api/v1/webhooks/stripe');
    expect(response.status).toBe(200);
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'requires_payment' });
  });

  it('refuses a body beyond its limit', async () => {
    const body = JSON.stringify({ padding: 'x'.repeat(600 * 1024) });
    expect((await post(body, sign(body))).status).toBe(413);
  });

  it('answers 500 when processing fails, so that Stripe sends it again, and the second time is not a duplicate', async () => {
    const { payment, body } = await succeededBody();
    fixture.onSucceeded = () => Promise.reject(new Error('a defect with a secret in its message'));
    const failed = await post(body, sign(body));
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain('secret');
    fixture.onSucceeded = null;
    expect((await post(body, sign(body))).status).toBe(200);
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'succeeded' });
  });

  it('answers 200 to events that mean nothing to us', async () => {
    const { body } = await succeededBody();
    for (const change of [{ type: 'invoice.paid' }, { type: 'payment_intent.requires_action' }, { account: 'acct_unknown' }, { livemode: true }]) {
      const other = JSON.stringify({ ...(JSON.parse(body) as object), ...change });
      expect((await post(other, sign(other))).status).toBe(200);
    }
  });

  it('keeps nothing of the customer in the event’s row', async () => {
    const payment = await fixture.openPayment(tenant);
    await fixture.payments.ensureIntent(tenant.scope, payment.id, { description: 'A day', metadata: {}, receiptEmail: 'ana@example.com' });
    const opened = await fixture.readPayment(tenant, payment);
    await fixture.pay(tenant, opened);
    for (const event of await fixture.eventsAbout(tenant, intentOf(opened))) await fixture.deliver(event);
    const rows = await withTenant(fixture.database.app, tenant.scope, ({ sql }) => sql<{ payload: unknown }[]>`select payload from stripe_events where type = 'payment_intent.succeeded'`);
    const text = JSON.stringify(rows.map(({ payload }) => payload));
    expect(text).toContain(intentOf(opened));
    expect(text).not.toMatch(/ana@|client_secret|_secret_/);
  });
});

describe('what the account may do', () => {
  it('follows account.updated, with an audit row for a change', async () => {
    const event = (await fixture.eventsAbout(tenant, tenant.accountId)).find(({ type }) => type === 'account.updated');
    if (event === undefined) throw new Error('the emulator told nothing of the account');
    expect(await fixture.deliver(event)).toBe('applied');
    expect(await fixture.deliver(event)).toBe('duplicate');
    expect(await fixture.deliver({ ...event, id: 'evt_told_again' })).toBe('applied');
    await withTenant(fixture.database.app, tenant.scope, async ({ sql }) => {
      expect(await sql`select charges_enabled, payouts_enabled, details_submitted from stripe_accounts`)
        .toMatchObject([{ chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true }]);
      expect(await sql`select action from audit_log where entity = 'stripe_account'`).toMatchObject([{ action: 'stripe_account.updated' }]);
    });
  });

  it('ends when the account leaves the platform', async () => {
    const leaving = await fixture.newTenant();
    const event = (await fixture.eventsAbout(leaving, leaving.accountId)).find(({ type }) => type === 'account.updated');
    if (event === undefined) throw new Error('the emulator told nothing of the account');
    await fixture.deliver(event);
    const left = { ...event, id: 'evt_left', type: 'account.application.deauthorized', account: 'acct_left', data: { object: { id: 'ca_1', object: 'application', name: null } } } as unknown as Stripe.Event;
    // From now on Stripe shows the account to nobody but itself.
    await withTenant(fixture.database.app, leaving.scope, ({ sql, tenantId }) => sql`update stripe_accounts set account_id = 'acct_left' where tenant_id = ${tenantId}`);
    expect(await fixture.deliver(left)).toBe('applied');
    expect(await fixture.deliver(left)).toBe('duplicate');
    await withTenant(fixture.database.app, leaving.scope, async ({ sql, tenantId }) => {
      expect(await sql`select charges_enabled, access from stripe_accounts where tenant_id = ${tenantId}`).toMatchObject([{ chargesEnabled: false, access: 'none' }]);
    });
  });
});

describe('deliveries of the emulator itself', () => {
  it('arrive signed, over the network, and settle the payment', async () => {
    const server = await listen();
    const { port } = server.address() as AddressInfo;
    await fixture.stripe.webhookEndpoints.create({ url: `http://127.0.0.1:${port}/api/v1/webhooks/stripe/connect`, enabled_events: ['*'], connect: true })
      .then(({ secret }) => Object.assign(fixture.config, { connectWebhookSecret: secret }));
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment);
    await expect.poll(async () => (await fixture.readPayment(tenant, payment)).status).toBe('succeeded');
    server.closeAllConnections();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  });
});

async function listen(): Promise<Server> {
  const server = createServer(getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false }));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}
