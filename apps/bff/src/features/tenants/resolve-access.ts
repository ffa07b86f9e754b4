import { MissingCredentialsError, NotFoundError } from '../../platform/errors.ts';
import { TenantMismatchError, TenantSuspendedError } from './errors.ts';
import { defaultLivemode, isServed, type TenantAccess } from './tenant.ts';
import type { TenantDirectory } from './tenant-directory.ts';

export interface TenantIdentifiers {
  /** `X-Tenant-Key`, or `key` in the query where a browser can't send headers. */
  readonly headerKey: string | undefined;
  readonly queryKey: string | undefined;
  /** `X-Tenant-Slug`, or the slug in the address. */
  readonly slug: string | undefined;
}

/**
 * Finds the tenant that a public request is for.
 *
 * A key decides tenant and mode. A slug alone reaches the tenant as a stranger would: what isn't served to strangers is not
 * there. Identifiers that disagree are refused.
 * @throws UnknownApiKeyError, TenantMismatchError, TenantSuspendedError, NotFoundError, MissingCredentialsError
 */
export async function resolveAccess(directory: TenantDirectory, given: TenantIdentifiers): Promise<TenantAccess> {
  if (given.headerKey !== undefined && given.queryKey !== undefined && given.headerKey !== given.queryKey) throw new TenantMismatchError();
  const key = given.headerKey ?? given.queryKey;
  if (key !== undefined) return accessByKey(directory, key, given.slug);
  if (given.slug === undefined) throw new MissingCredentialsError('Send your publishable key in the header X-Tenant-Key.');
  const tenant = await directory.findBySlug(given.slug);
  if (!tenant || !isServed(tenant.status)) throw new NotFoundError('No tenant is served under this name.');
  return { tenant, scope: { tenantId: tenant.id, livemode: defaultLivemode(tenant) } };
}

async function accessByKey(directory: TenantDirectory, key: string, slug: string | undefined): Promise<TenantAccess> {
  const { tenant, livemode } = await directory.getByPublishableKey(key);
  if (slug !== undefined && slug !== tenant.slug) throw new TenantMismatchError();
  if (!isServed(tenant.status)) throw new TenantSuspendedError();
  return { tenant, scope: { tenantId: tenant.id, livemode } };
}
