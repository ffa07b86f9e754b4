import { chooseLanguage, type ChosenLanguage } from '@mais/languages';
import { acceptedLanguages } from '../../platform/http/accepted-languages.ts';
import type { TenantAccess } from '../tenants/index.ts';

/** What a page is asked with. */
export interface PageRequest {
  readonly query: URLSearchParams;
  /** The browser's languages, most wanted first. */
  readonly languages: readonly string[];
}

export function readPageRequest(request: Request): PageRequest {
  return { query: new URL(request.url).searchParams, languages: acceptedLanguages(request) };
}

/** A parameter that is given once and not empty; one that is given twice says two things and counts as none. */
export function single(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).length === 1 ? query.get(name) || undefined : undefined;
}

/** The language that the page begins in: what its address asks for, then the tenant's own, then the browser's. */
export function pageLanguage({ query, languages }: PageRequest, { tenant }: Pick<TenantAccess, 'tenant'>): ChosenLanguage {
  return chooseLanguage([single(query, 'lang'), tenant.locale, ...languages], tenant.country);
}
