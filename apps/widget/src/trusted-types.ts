/*
 * The page is sent with `require-trusted-types-for 'script'`: no string may become script. The one exception is the address
 * of Stripe.js, which the server names in the page.
 */

interface Policy {
  createScriptURL(url: string): unknown;
}

interface PolicyRules {
  createScriptURL: (url: string) => string;
}

interface Factory {
  createPolicy(name: string, rules: PolicyRules): Policy;
}

let policy: Policy | null = null;

/**
 * Registers the policies; once, before anything else runs.
 * @param scriptUrl the only script that may be added; null for none. Stripe.js adds scripts of its own, below the same origin
 */
export function registerTrustedTypes(scriptUrl: string | null): void {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  const allowed = scriptUrl === null ? null : new URL(scriptUrl, document.baseURI);
  policy = factory?.createPolicy('mais', { createScriptURL: (url) => allow(url, (wished) => wished.href === allowed?.href) }) ?? null;
  factory?.createPolicy('default', { createScriptURL: (url) => allow(url, (wished) => wished.origin === allowed?.origin) });
}

/** The address as the browser wants it for a script's `src`. */
export function trustedScriptUrl(url: string): unknown {
  return policy?.createScriptURL(url) ?? url;
}

function allow(url: string, isAllowed: (url: URL) => boolean): string {
  if (!isAllowed(new URL(url, document.baseURI))) throw new TypeError(`This page loads no script from ${url}`);
  return url;
}
