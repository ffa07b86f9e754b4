/** `https://`, the 253 characters of a name (RFC 1035), a dot, a port and a slash. */
const LONGEST = 8 + 253 + 1 + 6 + 1;

/** An address, or a name of labels; never a wildcard, and nothing that could end a header's directive. */
const HOSTNAME = /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)$/;

/**
 * An origin in its one spelling: lower case, no trailing dot, no default port. Null for anything that isn't the http(s)
 * origin of a website.
 */
export function normaliseOrigin(text: string): string | null {
  // A backslash would be read as a slash; userinfo and control characters would be dropped.
  if (text.length > LONGEST || !/^https?:\/\/[^/\\?#@\s\p{Cc}]+\/?$/iu.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  const hostname = url.hostname.replace(/\.$/, '');
  if (!HOSTNAME.test(hostname)) return null;
  return `${url.protocol}//${hostname}${url.port ? `:${url.port}` : ''}`;
}

/** Whether a page of this origin is served by the developer's own machine. */
export function isLoopbackOrigin(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
