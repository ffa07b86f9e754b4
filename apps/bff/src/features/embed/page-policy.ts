import type { FirstView, StripeClientConfig } from '@mais/contract';

export interface PagePolicyInput {
  readonly nonce: string;
  /** Who may frame the page, as exact origins; none of them makes it a page of its own. */
  readonly ancestors: readonly string[];
  readonly stripe: StripeClientConfig | null;
  /** Pictures that the page shows beside our own; see `PictureUrl`. */
  readonly pictures: readonly (string | null)[];
}

/** What Stripe.js needs beside its own origin. @see https://docs.stripe.com/security/guide#content-security-policy */
const STRIPE_ORIGINS = { connect: ['https://api.stripe.com'], frame: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'] };

/** The headers of the widget's page: scripts by nonce alone, Trusted Types, and nobody but the tenant's websites around it. */
export function widgetPageHeaders(input: PagePolicyInput): Record<string, string> {
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
    ['img-src', `'self'`, 'data:', ...originsOf(input.pictures)].join(' '),
    `font-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors ${input.ancestors.join(' ') || `'none'`}`,
    `require-trusted-types-for 'script'`,
    `trusted-types mais default`,
  ];
  return {
    ...(input.ancestors.length > 0 ? framedHeaders : hostedHeaders),
    'content-security-policy': policy.join('; '),
    'permissions-policy': `payment=(self${scriptOrigin ? ` "${scriptOrigin}"` : ''}), camera=(), microphone=(), geolocation=()`,
  };
}

/** Those of the packages that the page may come to show. */
export function packagePictures(view: FirstView): (string | null)[] {
  return view.packages.map(({ imageUrl }) => imageUrl);
}

function originsOf(pictures: readonly (string | null)[]): Set<string> {
  return new Set(pictures.flatMap((url) => (url?.startsWith('https://') ? [new URL(url).origin] : [])));
}

/** A page without data or script that says what is wrong. Where a website tried to embed, anyone may frame it to read why. */
export function refusalHeaders(nonce: string, framing: 'anyone' | 'nobody'): Record<string, string> {
  const ancestors = framing === 'anyone' ? '*' : `'none'`;
  return {
    ...(framing === 'anyone' ? framedHeaders : hostedHeaders),
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors ${ancestors}`,
  };
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
} as const;

// A host page that is isolated (COEP) can frame only what says so.
const framedHeaders = { ...pageHeaders, 'cross-origin-resource-policy': 'cross-origin' } as const;

const hostedHeaders = {
  ...pageHeaders,
  'cross-origin-resource-policy': 'same-origin',
  // A bank's or a wallet's window may be opened from here, and nobody who opened us keeps a hold of us.
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'x-frame-options': 'DENY',
} as const;
