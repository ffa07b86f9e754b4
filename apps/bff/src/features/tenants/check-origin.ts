import { isLoopbackOrigin, normaliseOrigin } from './origin.ts';
import type { TenantAccess } from './tenant.ts';

/**
 * The host page's origin as it may be emitted, or null when that website may not embed this tenant's widget. With no
 * origins set, a test key works on loopback hosts and a live key nowhere.
 */
export function allowedHostOrigin(access: TenantAccess, host: string): string | null {
  const origin = normaliseOrigin(host);
  if (origin === null) return null;
  if (access.tenant.origins.includes(origin)) return origin;
  const openOnLoopback = access.tenant.origins.length === 0 && !access.scope.livemode;
  return openOnLoopback && isLoopbackOrigin(origin) ? origin : null;
}

/**
 * Who may frame the embed page once `hostOrigin` is allowed. Browsers check every ancestor, so all stored origins are
 * named: a site builder may nest one of them in another.
 */
export function frameAncestors(access: TenantAccess, hostOrigin: string): readonly string[] {
  return [...new Set([...access.tenant.origins, hostOrigin])];
}
