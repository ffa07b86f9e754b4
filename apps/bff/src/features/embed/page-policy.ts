import type { StripeClientConfig } from '@mais/contract';

export interface PagePolicyInput {
  readonly nonce: string;
  /** Who may frame the page, as exact origins. */
  readonly ancestors: readonly string[];
  readonly stripe: StripeClientConfig | null;
}

/** What Stripe.js needs beside its own origin. @see https://docs.stripe.com/security/guide#content-security-policy */
const STRIPE_ORIGINS = { connect: ['https://api.stripe.com'], frame: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'] };

/** The headers of an embed page: scripts by nonce alone, Trusted Types, and nobody but the tenant's websites around it. */
export function embedPageHeaders(input: PagePolicyInput): Record<string, string> {
  const scriptOrigin = input.stripe ? new URL(input.stripe.scriptUrl).origin : null;
  const real = scriptOrigin === 'https://js.stripe.com';
  const stripe = {
    script: scriptOrigin ? [scriptOrigin] : [],
    connect: scriptOrigin ? (real ? STRIPE_ORIGINS.connect : [scriptOrigin]) : [],
    frame: scriptOrigin ? (real ? STRIPE_ORIGINS.frame : [scriptOrigin]) : [],
  };
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${input.nonce}' 'strict-dynamic' 'self' ${stripe.script.join(' ')}`.trim(),
    `style-src 'self' 'nonce-${input.nonce}'`,
    `connect-src 'self' ${stripe.connect.join(' ')}`.trim(),
    stripe.frame.length > 0 ? `frame-src ${stripe.frame.join(' ')}` : `frame-src 'none'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors ${input.ancestors.join(' ')}`,
    `require-trusted-types-for 'script'`,
    `trusted-types mais default`,
  ];
  return {
    ...pageHeaders,
    'content-security-policy': policy.join('; '),
    'permissions-policy': `payment=(self${scriptOrigin ? ` "${scriptOrigin}"` : ''}), camera=(), microphone=(), geolocation=()`,
  };
}

/** The page that a website gets which may not embed: no data, no script, and anyone may frame it to read why. */
export function refusalHeaders(nonce: string): Record<string, string> {
  return {
    ...pageHeaders,
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors *`,
  };
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  // A host page that is isolated (COEP) can frame only what says so.
  'cross-origin-resource-policy': 'cross-origin',
} as const;
