/** Text made safe for HTML, also inside quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** Headers of a page that loads its own scripts and styles and nothing else. */
export function pageHeaders({ framed }: { framed: boolean }): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "img-src 'self' data:",
      "base-uri 'none'",
      "form-action 'self' http: https:",
      "require-trusted-types-for 'script'",
      framed ? 'frame-ancestors http: https:' : "frame-ancestors 'none'",
    ].join('; '),
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
