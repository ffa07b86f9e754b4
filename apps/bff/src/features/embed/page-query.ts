import type { TenantAccess } from '../tenants/index.ts';

/** A parameter that is given once; one that is given twice says two things and counts as none. */
export function single(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).length === 1 ? (query.get(name) ?? undefined) : undefined;
}

/** The language that the address asks for, or the tenant's. */
export function pageLanguage(query: URLSearchParams, { tenant }: TenantAccess): string {
  const asked = single(query, 'lang');
  return asked !== undefined && /^[A-Za-z-]{2,35}$/.test(asked) ? asked : tenant.locale;
}
