import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { fillPath, listOperations, type ApiOperation } from '../testing/api-operations.ts';
import { watchDatabase, type DatabaseWatcher } from '../testing/database-state.ts';
import { furnishTenant, type FurnishedTenant } from '../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../testing/product-fixture.ts';
import { collectTenantBytes, foreignBytes, type TenantBytes } from '../testing/tenant-bytes.ts';
import { builtAssets } from '../testing/built-assets.ts';
import { attemptsByOperation, guises as publicGuises, secretGuises, type Attempt, type Guise, type Victim } from './foreign-attempts.ts';

/** Operations that know no tenant: they answer everybody alike. */
const tenantless = ['isAlive', 'isReady', 'receivePlatformEvent', 'receiveConnectEvent'];

/** Operations that the server answers from memory, before there is a `Request`. */
const answeredEarly = new Set(['getWidgetConfig', 'listPackages']);

function guisesFor(operation: ApiOperation, victim: FurnishedTenant, asker: FurnishedTenant): Guise[] {
  return (operation.needsSecretKey ? secretGuises : publicGuises)(victim, asker);
}

/** Routes that the API's description leaves out: pages and files for browsers. */
const undescribed = [
  '/connect/start', '/connect/return', '/connect/state', '/embed/:tenant', '/book/:tenant', '/book/:tenant/manage', '/book/:tenant/:package', '/sdk/*', '/assets/*', '/images/*', '/openapi.json',
];

describe('every route, called by every tenant with what is another’s', () => {
  let product: ProductFixture;
  let watcher: DatabaseWatcher;
  let operations: ApiOperation[];
  let tenants: FurnishedTenant[];
  let app: ReturnType<typeof createApp>;
  let bytes: Map<string, TenantBytes>;
  beforeAll(async () => {
    product = await createProductFixture({ assets: builtAssets });
    app = createApp(product.services, { assets: builtAssets });
    watcher = watchDatabase(product.database.ownerUrl);
    operations = await listOperations(product);
    const slugs = await watcher.sql<{ slug: string }[]>`select slug from tenants order by slug`;
    tenants = await Promise.all(slugs.map(({ slug }) => furnishTenant(product, slug)));
    await watcher.settle();
    // That a key was used is noted; once a minute, so not again below.
    await Promise.all(tenants.map((tenant) => product.request('/api/v1/tenant/api-keys', { headers: { authorization: `Bearer ${tenant.secretKey}` } })));
    await watcher.settle();
    bytes = await collectTenantBytes(watcher, tenants, await (await product.request('/openapi.json')).text());
  });
  afterAll(async () => {
    await watcher.close();
    await product.close();
  });

  it('knows how to misuse every operation that the API describes', () => {
    const known = [...Object.keys(attemptsByOperation), ...tenantless];
    expect(operations.map(({ id }) => id).toSorted()).toEqual(known.toSorted());
    expect(operations.filter(({ path, needsSecretKey }) => path.startsWith('/api/v1/tenant/') !== needsSecretKey)).toEqual([]);
    expect(operations.filter(({ needsTenant }) => !needsTenant).map(({ id }) => id).toSorted()).toEqual(tenantless.toSorted());
  });

  it('knows every route that the API does not describe', () => {
    const described = new Set(operations.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1')));
    const others = app.routes.filter(({ method, path }) => method !== 'ALL' && !described.has(path)).map(({ path }) => path);
    expect([...new Set(others)].toSorted()).toEqual(undescribed.toSorted());
  });

  it('knows plenty of what belongs to each tenant', () => {
    expect(tenants).toHaveLength(5);
    for (const { slug } of tenants) {
      expect(bytesOf(slug).values.length, slug).toBeGreaterThan(100);
      expect(bytesOf(slug).ids.length, slug).toBeGreaterThan(50);
      expect(bytesOf(slug).values).toEqual(expect.arrayContaining([slug, `pk_test_${slug}_sample`, `customer-0@${slug}.example`]));
    }
  });

  it('refuses with 401, 403 or 404, shows no foreign byte, and changes nothing', async () => {
    const before = await watcher.checksum();
    const faults: string[] = [];
    let count = 0;
    await eachInTurn(orderedPairs(), 4, async ([victim, asker]) => {
      const foreign = bytesOf(victim.slug);
      const others = tenants.filter((tenant) => tenant !== victim);
      const share = { of: others.length, which: others.indexOf(asker) };
      for (const operation of operations.filter(({ needsTenant }) => needsTenant)) {
        for (const [index, guise] of guisesFor(operation, victim, asker).entries()) {
          // Every single id under the plain key; what is special about an id doesn't depend on how the tenant is named. The
          // others share a victim's ids among them: every one asks in every way, and every id is asked for in every way.
          const known = { ...victim, ids: index === 0 ? foreign.ids.filter((_, place) => place % share.of === share.which) : foreign.ids.slice(0, 1) };
          for (const attempt of attemptsOf(operation, known, asker)) {
            // Over the wire where a server answers before the app does; elsewhere it only costs most of the time.
            const request = answeredEarly.has(operation.id) ? product.request : (path: string, init: RequestInit) => app.request(path, init);
            const { status, text, headers } = await send(operation, attempt, guise, request);
            count += 1;
            const leaked = foreignBytes(foreign, `${headers}\n${text}`);
            const allowed = allowedStatuses(attempt, guise);
            if (!allowed.includes(status)) faults.push(`${asker.slug} with ${guise.name} got ${status} for ${operation.id}: ${attempt.label} of ${victim.slug}: ${text.slice(0, 300)}`);
            if (leaked.length > 0) faults.push(`${asker.slug} with ${guise.name} saw ${leaked.join(', ')} of ${victim.slug} in ${operation.id}: ${attempt.label}`);
          }
        }
      }
    });
    expect(faults.slice(0, 20)).toEqual([]);
    expect(count).toBeGreaterThan(10_000);
    expect(await watcher.checksum()).toEqual(before);
  }, 900_000);

  it('says the same of what is another’s as of what is nowhere', async () => {
    const [victim, asker] = [tenants[0] as FurnishedTenant, tenants[1] as FurnishedTenant];
    const known: Victim = { ...victim, ids: bytesOf(victim.slug).ids.slice(0, 5) };
    const nobody = imagine(known);
    for (const operation of operations.filter(({ needsTenant }) => needsTenant)) {
      for (const guise of guisesFor(operation, victim, asker).filter(({ disagrees }) => !disagrees)) {
        const [real, imagined] = await Promise.all([known, nobody].map(async (whose) => {
          const answers = [];
          for (const attempt of attemptsOf(operation, whose, asker).filter(({ ends }) => ends !== 'own')) {
            const { status, text } = await send(operation, attempt, guise);
            answers.push(`${status} ${text.replaceAll(/req_[0-9a-f]+/g, 'req_')}`);
          }
          return answers;
        }));
        expect(imagined, `${operation.id} with ${guise.name}`).toEqual(real);
      }
    }
  }, 600_000);

  it('opens to the owner what it refused to the others, so that the refusals mean something', async () => {
    for (const tenant of tenants) {
      const own: Guise = { name: 'its key', headers: { 'x-tenant-key': tenant.testKey }, query: {}, disagrees: false };
      const known: Victim = { ...tenant, ids: [] };
      for (const id of ['getWidgetConfig', 'listPackages', 'getPackage', 'getAvailability', 'listFullTimes', 'getBooking', 'getBookingCalendar']) {
        const operation = operations.find((candidate) => candidate.id === id) as ApiOperation;
        const attempts = attemptsOf(operation, known, tenant).filter(({ label }) => !id.startsWith('getBooking') || label.endsWith('with its token'));
        for (const attempt of attempts) {
          const { status, text } = await send(operation, attempt, own);
          expect(status, `${id}: ${attempt.label}: ${text}`).toBe(200);
          expect(foreignBytes(bytesOf(tenant.slug), text), `${id}: ${attempt.label}`).not.toEqual([]);
        }
      }
    }
  });

  it('answers alike to all where there is no tenant', async () => {
    for (const operation of operations.filter(({ needsTenant }) => !needsTenant)) {
      const answers = new Set<string>();
      for (const tenant of tenants) {
        const attempt: Attempt = { label: operation.id, ends: 'own', ...(operation.takesBody ? { body: { id: tenant.bookings.paid.payment?.paymentIntentId } } : {}) };
        const { status, text } = await send(operation, attempt, { name: 'its key', headers: { 'x-tenant-key': tenant.testKey }, query: {}, disagrees: false });
        answers.add(`${status} ${text.replaceAll(/req_[0-9a-f]+/g, 'req_')}`);
      }
      expect([...answers], operation.id).toHaveLength(1);
      // Without Stripe's signature its webhooks are unreadable; nobody is asked who they are.
      expect([...answers][0], operation.id).toMatch(operation.takesBody ? /^400 .*malformed_request/ : /^200 /);
    }
  });

  it('keeps one tenant’s pages from another', async () => {
    const before = await watcher.checksum();
    await eachInTurn(orderedPairs(), 4, async ([victim, asker]) => {
      const item = victim.packageSlugs[0] ?? '';
      const refused = [
        await page(`/embed/${victim.slug}`, { key: asker.testKey, host: victim.origin }),
        await page(`/embed/${victim.slug}`, { key: asker.testKey, host: asker.origin }),
        await page(`/embed/${victim.slug}`, { key: asker.liveKey, host: asker.origin }),
        await page(`/embed/${asker.slug}`, { key: victim.testKey, host: asker.origin }),
        await page(`/book/${victim.slug}`, { key: asker.testKey }),
        await page(`/book/${victim.slug}/${item}`, { key: asker.testKey }),
        await page(`/book/${asker.slug}/${item}`, { key: asker.testKey }),
        await page(`/book/${asker.slug}/${item}`, {}),
      ];
      for (const { status, text } of refused) {
        expect([401, 403, 404]).toContain(status);
        expect(foreignBytes(bytesOf(victim.slug), text)).toEqual([]);
      }
      const own = [
        await page(`/embed/${asker.slug}`, { key: asker.testKey, host: asker.origin, package: item }),
        await page(`/book/${asker.slug}`, { key: asker.testKey, package: item }),
      ];
      for (const { status, text } of own) {
        expect(status).toBe(200);
        expect(foreignBytes(bytesOf(asker.slug), text)).not.toEqual([]);
        expect(foreignBytes(bytesOf(victim.slug), text)).toEqual([]);
      }
      // The page names the website that was refused, and that is all it can say of it.
      const elsewhere = await page(`/embed/${asker.slug}`, { key: asker.testKey, host: victim.origin });
      const unknown = await page(`/embed/${asker.slug}`, { key: asker.testKey, host: 'https://nobody.example' });
      expect(elsewhere.status).toBe(403);
      expect(anonymous(elsewhere.text).replaceAll(victim.origin, 'https://nobody.example')).toBe(anonymous(unknown.text));
    });
    expect(await watcher.checksum()).toEqual(before);
  });

  it('takes no event of one tenant’s Stripe account for another’s payment', async () => {
    const [victim, asker] = [tenants[0] as FurnishedTenant, tenants[1] as FurnishedTenant];
    const { payment } = victim.bookings.pending;
    const intent = product.emulator.emulator.context.store.get('payment_intent', payment?.paymentIntentId ?? '')?.object;
    const event = {
      id: `evt_${randomUUID().replaceAll('-', '')}`, object: 'event', api_version: null, created: Math.floor(product.clock.now().getTime() / 1000), livemode: false,
      pending_webhooks: 1, request: null, account: asker.bookings.pending.payment?.accountId, type: 'payment_intent.succeeded',
      data: { object: { ...intent, status: 'succeeded', amount_received: intent?.amount } },
    };
    const before = await watcher.checksum();
    const response = await deliver(product, event);
    const text = await response.text();
    expect(foreignBytes(bytesOf(victim.slug), text)).toEqual([]);
    const after = await watcher.checksum();
    const changed = Object.keys(after).filter((name) => before[name] !== after[name]);
    expect(changed.filter((name) => name !== 'stripe_events')).toEqual([]);
    const rows = await watcher.sql`select tenant_id from stripe_events where id = ${event.id}`;
    expect(rows.every((row) => row.tenant_id === asker.scope.tenantId)).toBe(true);
    expect((await victim.customer.read(victim.bookings.pending)).status).toBe('pending_payment');
  });

  function bytesOf(slug: string): TenantBytes {
    return bytes.get(slug) as TenantBytes;
  }

  function orderedPairs(): [FurnishedTenant, FurnishedTenant][] {
    return tenants.flatMap((victim) => tenants.filter((asker) => asker !== victim).map((asker): [FurnishedTenant, FurnishedTenant] => [victim, asker]));
  }

  async function page(path: string, query: Record<string, string>): Promise<{ status: number; text: string }> {
    const response = await product.request(`${path}?${new URLSearchParams(query)}`);
    return { status: response.status, text: `${JSON.stringify([...response.headers])}\n${await response.text()}` };
  }

  async function send(
    operation: ApiOperation, attempt: Attempt, guise: Guise, request: (path: string, init: RequestInit) => Response | Promise<Response> = product.request,
  ): Promise<{ status: number; text: string; headers: string }> {
    const query = new URLSearchParams({ ...attempt.query, ...guise.query }).toString();
    const response = await request(`${fillPath(operation.path, attempt.path ?? {})}${query && `?${query}`}`, {
      method: operation.method,
      headers: {
        ...guise.headers,
        ...attempt.headers,
        ...(attempt.token === undefined ? {} : { authorization: `Bearer ${attempt.token}` }),
        ...(attempt.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(attempt.body === undefined ? {} : { body: JSON.stringify(attempt.body) }),
    });
    return { status: response.status, text: await textOf(response), headers: JSON.stringify([...response.headers]) };
  }
});

/** The body, or what a stream begins with. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return Buffer.from(first?.value ?? []).toString();
}


function attemptsOf(operation: ApiOperation, victim: Victim, asker: FurnishedTenant): Attempt[] {
  return attemptsByOperation[operation.id]?.(victim, asker) ?? [];
}

function allowedStatuses(attempt: Attempt, guise: Guise): readonly number[] {
  if (guise.disagrees) return [401];
  if (attempt.ends === 'own') return [200];
  // The one field that names nothing there is: 422, as for any made-up word. In live mode nobody here is paid, and its package isn't offered.
  return attempt.ends === 'unknown field' ? [guise.name === 'its live key' ? 404 : 422] : [401, 403, 404];
}

/** A victim of the same shape of whom nothing exists. */
function imagine(victim: Victim): Victim {
  const fresh = new Map<string, string>();
  const text = JSON.stringify(victim, (key, value: unknown) => (key === 'customer' ? undefined : value));
  const other = text
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => fresh.get(id) ?? fresh.set(id, randomUUID()).get(id) ?? '')
    .replaceAll(/(hold|booking)_[\w-]{43}/g, (_, kind: string) => `${kind}_${randomUUID().replaceAll('-', '')}${'x'.repeat(11)}`);
  const imagined = JSON.parse(other) as Victim;
  return { ...imagined, packageSlugs: imagined.packageSlugs.map((_, index) => `imagined-${index}`), paid: { packageSlug: 'imagined-0', addOnSlug: 'imagined' } };
}

function anonymous(page: string): string {
  return page.replaceAll(/nonce-[^']+'/g, `nonce'`).replaceAll(/nonce="[^"]+"/g, 'nonce').replaceAll(/req_[0-9a-f]+/g, 'req_').replaceAll(/"date","[^"]+"/g, 'date')
    .replaceAll(/"content-length","\d+"/g, 'length');
}

async function deliver(product: ProductFixture, event: object): Promise<Response> {
  const { Stripe } = await import('stripe');
  const payload = JSON.stringify(event);
  const signature = new Stripe('sk_test_unused').webhooks.generateTestHeaderString({
    payload, secret: product.config.stripe?.connectWebhookSecret ?? '', timestamp: Math.floor(product.clock.now().getTime() / 1000),
  });
  return product.request('/api/v1/webhooks/stripe/connect', { method: 'POST', headers: { 'stripe-signature': signature, 'content-type': 'application/json' }, body: payload });
}

/** Runs `work` for each item, `width` of them beside each other. */
async function eachInTurn<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  await Promise.all(Array.from({ length: width }, async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  }));
}
