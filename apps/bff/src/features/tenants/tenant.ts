import type { Branding } from '@mais/contract';
import type { TenantScope } from '../../platform/db/with-tenant.ts';
import type { TenantId } from '../../platform/ids.ts';

export type TenantStatus = 'demo' | 'trialing' | 'active' | 'past_due' | 'suspended' | 'deleted';

export interface ConnectedAccount {
  readonly accountId: string;
  readonly livemode: boolean;
  readonly chargesEnabled: boolean;
}

export interface Tenant {
  readonly id: TenantId;
  readonly slug: string;
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly status: TenantStatus;
  readonly commissionBps: number;
  readonly branding: Branding;
  /** The safe part of the tenant's own CSS; may be empty. */
  readonly css: string;
  /** The websites that may embed the widget, as exact origins. */
  readonly origins: readonly string[];
  readonly accounts: readonly ConnectedAccount[];
}

export interface NewTenant {
  readonly slug: string;
  readonly name: string;
  readonly email: string;
  readonly country: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly status: TenantStatus;
  readonly commissionBps: number;
  /** `css` is the tenant's own; what of it is safe is decided when it is read. */
  readonly branding?: Partial<Branding> & { readonly css?: string };
  readonly origins: readonly string[];
  /** A fixed key instead of a random one; for sample tenants, whose keys stand in documents. */
  readonly testPublishableKey?: string;
}

/** Whom a request is for: the tenant, and test or live data. */
export interface TenantAccess {
  readonly tenant: Tenant;
  readonly scope: TenantScope;
}

/** The connected account that charges in this mode, if the tenant has one. */
export function accountFor(tenant: Tenant, livemode: boolean): ConnectedAccount | null {
  return tenant.accounts.find((account) => account.livemode === livemode) ?? null;
}

export function isServed(status: TenantStatus): boolean {
  return status !== 'suspended' && status !== 'deleted';
}

/** A demo tenant has test data only; every other one is reached in live mode when no key says otherwise. */
export function defaultLivemode(tenant: Tenant): boolean {
  return tenant.status !== 'demo';
}

/** What a tenant that has chosen nothing looks like. */
export const defaultBranding: Branding = {
  logoUrl: null,
  faviconUrl: null,
  primary: '#1f5eff',
  secondary: null,
  accent: '#0f766e',
  font: 'system',
  radius: 'medium',
  scheme: 'auto',
};
