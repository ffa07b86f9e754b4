import { Hono } from 'hono';
import type { Context as HonoContext } from 'hono';
import { forAccount } from '../context.ts';
import { ApiError, invalidRequest, resourceMissing } from '../http/api-error.ts';
import { decodeForm } from '../http/form.ts';
import type { Parameters, Shape } from '../http/parameters.ts';
import { boolean, integer, oneOf, readParameters, required, text } from '../http/parameters.ts';
import type { Emulator } from '../emulator.ts';
import { DECLINES } from '../cards/declines.ts';
import { TEST_CARDS } from '../cards/test-cards.ts';
import { onboardAccount } from '../payments/account-state.ts';
import { DISPUTE_REASONS } from '../payments/dispute-opening.ts';
import { closeDispute, escalateDispute, openDispute } from '../payments/disputes.ts';
import { canBecome, payOutAvailable, settlePayout } from '../payments/payouts.ts';
import { settleProcessing } from '../payments/settle-processing.ts';
import { createKnownAccount, knownAccountParameters } from './create-known-account.ts';
import { FAULT_KINDS } from './faults.ts';
import { listDeliveries, redeliver } from './deliveries.ts';

/** Routes outside of Stripe's namespace, for tests and for setting up a machine: form-encoded in, JSON out, no key. */
export function createControlRoutes(emulator: Emulator): Hono {
  const app = new Hono();
  app.use(refuseOtherSites(emulator.context.url));
  app.onError((error, http) => {
    if (error instanceof ApiError) return http.json(error.toJSON(), error.status as 400);
    throw error;
  });
  app.get('/health', (http) => http.json({ status: 'ok', platform: emulator.context.platform, now: new Date(emulator.context.clock.now()).toISOString() }));
  app.get('/cards', (http) => http.json({ data: TEST_CARDS.map(({ number, tokens, about }) => ({ number, tokens, about })) }));
  accountRoutes(app, emulator);
  paymentRoutes(app, emulator);
  deliveryRoutes(app, emulator);
  faultRoutes(app, emulator);
  return app;
}

function accountRoutes(app: Hono, emulator: Emulator): void {
  app.post('/accounts', async (http) => {
    const input = await read(http, knownAccountParameters);
    return http.json(emulator.change((context) => createKnownAccount(context, input)));
  });
  app.post('/accounts/:id/onboard', (http) => http.json(emulator.change((context) => onboardAccount(context, http.req.param('id')))));
}

function paymentRoutes(app: Hono, emulator: Emulator): void {
  app.post('/payment_intents/:id/settle', async (http) => {
    const input = await read(http, { outcome: oneOf('succeed', 'fail') });
    const id = http.req.param('id');
    if (emulator.context.store.get('payment_intent', id)?.object.status !== 'processing') throw invalidRequest(`${id} is not processing.`);
    const outcome = input.outcome === 'fail' ? ({ kind: 'decline', decline: DECLINES.generic } as const) : ({ kind: 'succeed' } as const);
    emulator.change((context) => settleProcessing(context, id, outcome));
    return http.json(emulator.context.store.get('payment_intent', id)?.object ?? {});
  });
  app.post('/charges/:id/dispute', async (http) => {
    const input = await read(http, { amount: integer(), inquiry: boolean(), reason: oneOf(...DISPUTE_REASONS) });
    const opening = { amount: input.amount ?? null, inquiry: input.inquiry ?? false, reason: input.reason ?? 'fraudulent' };
    return http.json(
      emulator.change((context) => {
        const record = context.store.get('charge', http.req.param('id'));
        if (record === undefined) throw resourceMissing('charge', http.req.param('id'));
        return openDispute(forAccount(context, record.account), record, opening);
      }),
    );
  });
  app.post('/disputes/:id/close', async (http) => {
    const { outcome } = await read(http, { outcome: required(oneOf('win', 'lose', 'escalate')) });
    return http.json(
      emulator.change((context) => {
        const record = context.store.get('dispute', http.req.param('id'));
        if (record === undefined) throw resourceMissing('dispute', http.req.param('id'));
        const scoped = forAccount(context, record.account);
        return outcome === 'escalate' ? escalateDispute(scoped, record.object) : closeDispute(scoped, record.object, outcome);
      }),
    );
  });
  app.post('/payouts/run', async (http) => {
    const input = await read(http, { account: text(), outcome: oneOf('paid', 'failed') });
    const { store } = emulator.context;
    if (input.account !== undefined && store.get('account', input.account) === undefined) throw resourceMissing('account', input.account, 'account');
    const accounts = input.account === undefined ? Array.from(store.keys('account')) : [input.account];
    const data = emulator.change((context) => accounts.flatMap((account) => payOutAvailable(forAccount(context, account), input.outcome ?? 'paid')));
    return http.json({ data });
  });
  app.post('/payouts/:id/settle', async (http) => {
    const { outcome } = await read(http, { outcome: required(oneOf('paid', 'failed')) });
    const id = http.req.param('id');
    const payout = emulator.context.store.get('payout', id)?.object;
    if (payout === undefined) throw resourceMissing('payout', id);
    if (!canBecome(payout, outcome)) throw invalidRequest(`${id} is ${payout.status}.`);
    emulator.change((context) => settlePayout(context, id, outcome));
    return http.json(emulator.context.store.get('payout', id)?.object ?? {});
  });
  app.post('/clock/advance', async (http) => {
    const { seconds } = await read(http, { seconds: required(integer()) });
    if (seconds < 0) throw invalidRequest('Time goes forward only.', { param: 'seconds' });
    emulator.advance(seconds * 1000);
    return http.json({ now: new Date(emulator.context.clock.now()).toISOString() });
  });
}

function deliveryRoutes(app: Hono, emulator: Emulator): void {
  app.get('/deliveries', (http) => http.json({ data: listDeliveries(emulator.context.store, http.req.query()) }));
  app.post('/deliveries/hold', (http) => {
    emulator.holdDeliveries();
    return http.json({ held: true });
  });
  app.post('/deliveries/release', (http) => {
    emulator.releaseDeliveries();
    return http.json({ held: false });
  });
  app.post('/events/:id/redeliver', async (http) => {
    const input = await read(http, { endpoint: text(), times: integer(), delay_ms: integer() });
    return http.json({ data: emulator.change((context) => redeliver(context, http.req.param('id'), input)) });
  });
}

function faultRoutes(app: Hono, emulator: Emulator): void {
  app.get('/faults', (http) => http.json({ data: emulator.faults.list() }));
  app.delete('/faults', (http) => {
    emulator.faults.clear();
    return http.json({ data: [] });
  });
  app.post('/faults', async (http) => {
    const input = await read(http, {
      account: text(),
      delay_ms: integer(),
      kind: required(oneOf(...FAULT_KINDS)),
      method: oneOf('GET', 'POST', 'DELETE'),
      path: text(),
      times: integer(),
    });
    emulator.faults.plant({
      account: input.account ?? null,
      delayMs: input.delay_ms ?? 60_000,
      kind: input.kind,
      method: input.method ?? null,
      path: input.path ?? null,
      times: input.times ?? 1,
    });
    return http.json({ data: emulator.faults.list() });
  });
}

async function read<S extends Shape>(http: HonoContext, shape: S): Promise<Parameters<S>> {
  return readParameters(decodeForm(await http.req.text()), shape);
}

// Any page that is open in this machine's browser could post a form here.
function refuseOtherSites(own: string) {
  return async (http: HonoContext, next: () => Promise<void>): Promise<void> => {
    const origin = http.req.header('origin');
    if (http.req.method !== 'GET' && origin !== undefined && new URL(http.req.url).origin !== origin && own !== origin) {
      throw new ApiError(403, { type: 'invalid_request_error', message: 'The control routes are not for other sites.' });
    }
    await next();
  };
}
