import { Stripe } from 'stripe';
import type { Store } from '../store/store.ts';
import { forbidden, invalidApiKey, invalidRequest } from './api-error.ts';

/** The one version whose shapes the emulator speaks: that of the pinned library. */
export const API_VERSION: string = Stripe.API_VERSION;

export interface Caller {
  readonly key: 'secret' | 'publishable';
  readonly account: string;
}

/**
 * Tells who calls, and on which account.
 * @throws ApiError 401 for a missing, malformed or live key; 403 for an account that isn't the platform's; 400 for another API version
 */
export function authenticate(headers: Headers, store: Store, platform: string): Caller {
  const key = keyKind(apiKey(headers));
  const version = headers.get('stripe-version') ?? API_VERSION;
  if (version !== API_VERSION) throw invalidRequest(`Invalid Stripe API version: ${version}. The emulator speaks ${API_VERSION} only.`);
  return { key, account: accountOf(headers, store, platform) };
}

/** Whether a key belongs to live mode, which the emulator never touches. */
export function isLiveKey(key: string): boolean {
  return /^[a-z]{2}_live_/.test(key);
}

function apiKey(headers: Headers): string {
  const [scheme = '', credentials = ''] = (headers.get('authorization') ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() === 'basic') return Buffer.from(credentials, 'base64').toString().split(':')[0] ?? '';
  throw invalidApiKey(
    'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. \'Authorization: Bearer YOUR_SECRET_KEY\').',
  );
}

function keyKind(key: string): Caller['key'] {
  if (isLiveKey(key)) throw invalidApiKey(`Invalid API Key provided: ${masked(key)}. This is the Stripe emulator: it takes test keys only.`);
  if (/^sk_test_\w+$/.test(key)) return 'secret';
  if (/^pk_test_\w+$/.test(key)) return 'publishable';
  throw invalidApiKey(`Invalid API Key provided: ${masked(key)}`);
}

function accountOf(headers: Headers, store: Store, platform: string): string {
  const account = headers.get('stripe-account');
  const context = headers.get('stripe-context');
  if (account !== null && context !== null && account !== context) {
    throw invalidRequest('The Stripe-Account and Stripe-Context headers name different accounts.');
  }
  const named = account ?? context ?? platform;
  if (named === platform || store.get('account', named) !== undefined) return named;
  throw forbidden(
    `The provided key does not have access to account '${named}' (or that account does not exist). Application access may have been revoked.`,
    { code: 'account_invalid' },
  );
}

function masked(key: string): string {
  return key.length <= 12 ? key.replaceAll(/./g, '*') : `${key.slice(0, 8)}${'*'.repeat(8)}${key.slice(-4)}`;
}
