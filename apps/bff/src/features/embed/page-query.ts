import { chooseLanguage, type ChosenLanguage } from '@mais/languages';
import { parseAccept } from 'hono/utils/accept';
import type { TenantAccess } from '../tenants/index.ts';

/** What a page is asked with. */
export interface PageRequest {
  readonly query: URLSearchParams;
  /** The browser's languages, most wanted first. */
  readonly languages: readonly string[];
}

// Nobody reads more of them, and each costs a look.
const MOST_LANGUAGES = 10;

export function readPageRequest({ url, headers }: Request): PageRequest {
  const accepted = parseAccept(headers.get('accept-language') ?? '').filter(({ q }) => q > 0);
  return { query: new URL(url).searchParams, languages: accepted.slice(0, MOST_LANGUAGES).map(({ type }) => type) };
}

/** A parameter that is given once and not empty; one that is given twice says two things and counts as none. */
export function single(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).length === 1 ? query.get(name) || undefined : undefined;
}

/** The language that the page begins in: what its address asks for, then the tenant's own, then the browser's. */
export function pageLanguage({ query, languages }: PageRequest, { tenant }: Pick<TenantAccess, 'tenant'>): ChosenLanguage {
  return chooseLanguage([single(query, 'lang'), tenant.locale, ...languages], tenant.country);
}
