import { Stripe } from 'stripe';
import type { Store } from '../store/store.ts';
import { forbidden, invalidApiKey, invalidRequest } from './api-error.ts';

/** The one version whose shapes the emulator speaks: that of the pinned library. */
export const API_VERSION: string = Stripe.API_VERSION;

export interface Caller {
  readonly key: 'secret' | 'restricted' | 'publishable';
  readonly account: string;
}

/**
 * Tells who calls, and on which account.
 * @throws ApiError 401 for a missing, malformed or live key; 403 for an account that isn't the platform's; 400 for another API version
 */
export function authenticate(headers: Headers, store: Store, platform: string): Caller {
  const credentials = apiKey(headers);
  const key = keyKind(credentials);
  const version = headers.get('stripe-version') ?? API_VERSION;
  if (version !== API_VERSION) throw invalidRequest(`Invalid Stripe API version: ${version}. The emulator speaks ${API_VERSION} only.`);
  return { key, account: key === 'restricted' ? ownerOf(credentials, headers, store) : accountOf(headers, store, platform) };
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
  if (/^rk_test_\w+$/.test(key)) return 'restricted';
  throw invalidApiKey(`Invalid API Key provided: ${masked(key)}`);
}

/** A restricted key reads one connected account, whose id it is made of: `rk_test_1abc` is `acct_1abc`'s. */
function ownerOf(key: string, headers: Headers, store: Store): string {
  const account = key.replace('rk_test_', 'acct_');
  if (store.get('account', account) === undefined) throw invalidApiKey(`Invalid API Key provided: ${masked(key)}`);
  const named = headers.get('stripe-account') ?? headers.get('stripe-context') ?? account;
  if (named !== account) throw forbidden(`The provided key does not have access to account '${named}' (or that account does not exist). Application access may have been revoked.`, { code: 'account_invalid' });
  return account;
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
