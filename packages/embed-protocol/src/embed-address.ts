import { parseUrl } from './parse-url.ts';

/**
 * Says where the widget belongs when its element names another tenant or key than the widget's address does (step 8).
 * @param current the address that the widget was loaded from, `…/embed/<tenant>?key=…`
 * @param attributes the element's attributes as they are now
 * @returns the address to go to, or null when the widget is where it belongs
 */
export function addressElsewhere(current: string, attributes: ReadonlyMap<string, string>): string | null {
  const tenant = attributes.get('tenant');
  const key = attributes.get('api-key');
  const here = parseUrl(current);
  if (!tenant || !key || here === null) return null;
  const there = new URL(`/embed/${encodeURIComponent(tenant)}${here.search}`, here);
  there.searchParams.set('key', key);
  if (there.pathname === here.pathname && key === here.searchParams.get('key')) return null;
  for (const name of ['package', 'lang', 'theme']) {
    const value = attributes.get(name);
    if (value) there.searchParams.set(name, value);
    else there.searchParams.delete(name);
  }
  return there.href;
}
