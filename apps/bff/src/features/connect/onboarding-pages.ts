// The addresses that Stripe sends people back to.
//
// 1. A token in the address says whose account it is; it is signed, and ends. Nothing else of the request is believed.
// 2. `start` makes a new link at Stripe and leads there: it is what Stripe calls the refresh address, and what an e-mail can carry.
// 3. `return` says how the account stands, having asked Stripe: whoever comes back may be faster than the webhook. It doesn't mean
//    that anything was finished. While something is missing, the page asks `state` for a while, which asks nobody.
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { DomainError } from '../../platform/errors.ts';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { ApiEnv } from '../../platform/http/api-router.ts';
import type { AccountRow } from './account.ts';
import { findAccount, findTenantName } from './account-repository.ts';
import type { ConnectContext, OnboardingClaims } from './connect-context.ts';
import { addressOf, createOnboardingLink, onboardingPaths } from './onboarding-links.ts';
import { markOf, renderPage, wordsFor, type PageWords } from './return-page.ts';
import { syncAccount } from './sync-account.ts';

export function onboardingPages(context: ConnectContext) {
  return new Hono<ApiEnv>()
    .get(onboardingPaths.start, (c) => start(context, tokenIn(c.req.url)))
    .get(onboardingPaths.done, (c) => done(context, tokenIn(c.req.url), c.get('requestId')))
    .get(onboardingPaths.state, (c) => state(context, tokenIn(c.req.url)));
}

interface Visit {
  readonly token: string;
  readonly scope: TenantScope;
  readonly claims: OnboardingClaims;
  readonly expiresAt: Date;
}

async function start(context: ConnectContext, token: string): Promise<Response> {
  const visit = visitOf(context, token);
  if (visit instanceof Response) return visit;
  try {
    const { url } = await createOnboardingLink(context, visit.scope, { collect: visit.claims.collect, tokenEndsAt: visit.expiresAt });
    return new Response(null, { status: 302, headers: { location: url, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === 'stripe_account_missing' || error.code === 'stripe_access_lost') return refuse(error.status, wordsFor(null, ''));
    const action = { label: 'Try again', href: addressOf(context, onboardingPaths.start, token) };
    return refuse(503, { tone: 'waiting', title: 'Stripe can’t be reached at the moment', text: 'Nothing is lost. Try again in a minute.', action });
  }
}

async function done(context: ConnectContext, token: string, requestId: string): Promise<Response> {
  const visit = visitOf(context, token);
  if (visit instanceof Response) return visit;
  const account = await lookNow(context, visit.scope, requestId);
  const business = await withTenant(context.app, visit.scope, findTenantName);
  const words = wordsFor(account, addressOf(context, onboardingPaths.start, token));
  return page(200, { ...words, business, watch: { url: addressOf(context, onboardingPaths.state, token), mark: markOf(account) } });
}

/** What is known is shown when Stripe can't be asked. */
async function lookNow(context: ConnectContext, scope: TenantScope, requestId: string): Promise<AccountRow | null> {
  try {
    return await syncAccount(context, scope, { actor: 'tenant', cause: 'returned from onboarding', now: context.clock.now(), requestId });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return withTenant(context.app, scope, findAccount);
  }
}

async function state(context: ConnectContext, token: string): Promise<Response> {
  const visit = visitOf(context, token);
  if (visit instanceof Response) return visit;
  const account = await withTenant(context.app, visit.scope, findAccount);
  return Response.json({ mark: markOf(account) }, { headers: { 'cache-control': 'no-store' } });
}

function visitOf(context: ConnectContext, token: string): Visit | Response {
  const read = context.tokens.read(token, context.clock.now());
  if (read === null) return refuse(404, { tone: 'bad', title: 'This link is not complete', text: 'Copy the whole address, or ask for a new link where you got this one.' });
  if (read.isExpired) return refuse(410, { tone: 'bad', title: 'This link has expired', text: 'Ask for a new one where you got it. What you have given to Stripe so far is kept there.' });
  const { claims, expiresAt } = read;
  return { token, claims, expiresAt, scope: { tenantId: claims.tenantId, livemode: claims.livemode } };
}

function tokenIn(url: string): string {
  const given = new URL(url).searchParams.getAll('token');
  return given.length === 1 ? (given[0] ?? '') : '';
}

function refuse(status: number, words: PageWords): Response {
  return page(status, { ...words, business: null });
}

function page(status: number, given: Omit<Parameters<typeof renderPage>[0], 'nonce'>): Response {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`, `style-src 'nonce-${nonce}'`, `script-src 'nonce-${nonce}'`, `connect-src 'self'`, `base-uri 'none'`, `form-action 'none'`,
    `frame-ancestors 'none'`, `require-trusted-types-for 'script'`, `trusted-types 'none'`,
  ];
  return new Response(String(renderPage({ ...given, nonce })), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy.join('; '),
      // The token stands in the address.
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    },
  });
}
