import { keyScopes } from '@mais/contract';
import type Stripe from 'stripe';
import { createApiKey } from '../features/api-keys/index.ts';
import { withTenant, type TenantScope } from '../platform/db/with-tenant.ts';
import { newId } from '../platform/ids.ts';
import { day, type SampleTenant } from '../seed/sample-tenant.ts';
import { seedTenant } from '../seed/seed-tenant.ts';
import { giveSecretKey } from './furnish-tenant.ts';
import type { ProductFixture } from './product-fixture.ts';

/** A tenant with a free package (and add-ons that cost something and nothing) and a paid one, and without a Stripe account. */
export interface ConnectTenant {
  readonly slug: string;
  readonly email: string;
  readonly scope: TenantScope;
  /** A secret key of live mode. */
  readonly liveKey: string;
  /** Calls the tenant's API, with a key of all scopes unless another one is given. */
  send(method: string, path: string, body?: unknown, key?: string): Promise<Response>;
}

const hours = { kind: 'slot', schedule: 'Hours', resources: ['Room'], durationMinutes: 60, stepMinutes: 60, noticeMinutes: 0, windowDays: 60 } as const;

export async function createConnectTenant(product: ProductFixture): Promise<ConnectTenant> {
  const slug = `t${newId().replaceAll('-', '').slice(-20)}`;
  const email = `owner@${slug}.example`;
  const sample: SampleTenant = {
    slug, email, name: `Business ${slug}`, country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin', locale: 'en', commissionBps: 1000, taxBps: 0, branding: {},
    resources: [{ name: 'Room', units: 20 }],
    schedules: [{ name: 'Hours', weekdays: [1, 2, 3, 4, 5, 6, 7], hours: [[0, day]] }],
    addOns: [
      { slug: 'leaflet', name: 'Leaflet', description: '', priceMinor: 0, maxQuantity: 1 },
      { slug: 'print', name: 'Print', description: '', priceMinor: 900, maxQuantity: 1 },
    ],
    packages: [
      { ...hours, slug: 'free', name: 'Free hour', summary: '', description: '', priceMinor: 0, addOns: ['leaflet', 'print'] },
      { ...hours, slug: 'paid', name: 'Paid hour', summary: '', description: '', priceMinor: 5_000 },
    ],
  };
  const tenantId = await seedTenant(product.services.app, sample, product.clock.now());
  const scope = { tenantId, livemode: false };
  const key = await giveSecretKey(product, scope);
  const maker = { actor: 'test', scopes: keyScopes, now: product.clock.now() };
  const { key: liveKey } = await withTenant(product.database.app, { tenantId, livemode: true }, (tx) => createApiKey(tx, maker, { kind: 'secret', name: 'live' }));
  return {
    slug, email, scope, liveKey,
    send: (method, path, body, by = key) => product.request(`/api/v1/tenant${path}`, {
      method,
      headers: { authorization: `Bearer ${by}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  };
}

/** The accounts that Stripe has of a tenant. */
export async function accountsAtStripe(product: ProductFixture, { scope }: { scope: TenantScope }): Promise<Stripe.Account[]> {
  const found: Stripe.Account[] = [];
  for await (const account of product.services.connect.stripe?.accounts.list({ limit: 100 }) ?? []) {
    if (account.metadata?.mais_tenant_id === scope.tenantId) found.push(account);
  }
  return found;
}
