/**
 * An origin in its one spelling: lower case, no trailing dot, no default port. Null for anything that isn't the http(s)
 * origin of a website.
 */
export function normaliseOrigin(text: string): string | null {
  if (!/^https?:\/\/[^/?#\s]+\/?$/i.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (url.username || url.password) return null;
  const hostname = url.hostname.replace(/\.$/, '');
  if (!/^(?:\[[0-9a-f:.]+\]|[a-z0-9.-]+)$/.test(hostname)) return null;
  return `${url.protocol}//${hostname}${url.port ? `:${url.port}` : ''}`;
}

/** Whether a page of this origin is served by the developer's own machine. */
export function isLoopbackOrigin(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
