// The addresses that Stripe sends people back to.
//
// 1. A token in the address says whose account it is; it is signed, and ends. Nothing else of the request is believed.
// 2. `start` makes a new link at Stripe and leads there: it is what Stripe calls the refresh address, and what an e-mail can carry.
// 3. `return` says how the account stands, having asked Stripe: whoever comes back may be faster than the webhook. It doesn't mean
//    that anything was finished. While something is missing, the page asks `state` for a while, which asks nobody.
// 4. Pages speak the browser's language, which is that of whoever runs the business, and else the tenant's own.
import { chooseLanguage } from '@mais/languages';
import { Hono } from 'hono';
import { randomBytes } from 'node:crypto';
import { DomainError } from '../../platform/errors.ts';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { acceptedLanguages } from '../../platform/http/accepted-languages.ts';
import type { ApiEnv } from '../../platform/http/api-router.ts';
import { sayFrom } from '../../platform/say.ts';
import type { AccountRow } from './account.ts';
import { findAccount, findTenantVoice } from './account-repository.ts';
import type { ConnectContext, OnboardingClaims } from './connect-context.ts';
import { addressOf, createOnboardingLink, onboardingPaths } from './onboarding-links.ts';
import { markOf, renderPage, wordsFor, type PageFrame, type PageWords, type Reader } from './return-page.ts';
import { syncAccount } from './sync-account.ts';
import { catalogs } from './words/words.ts';

export function onboardingPages(context: ConnectContext) {
  return new Hono<ApiEnv>()
    .get(onboardingPaths.start, (c) => start(context, c.req.raw))
    .get(onboardingPaths.done, (c) => done(context, c.req.raw, c.get('requestId')))
    .get(onboardingPaths.state, (c) => state(context, c.req.raw));
}

interface Visit {
  readonly token: string;
  readonly scope: TenantScope;
  readonly claims: OnboardingClaims;
  readonly expiresAt: Date;
}

async function start(context: ConnectContext, request: Request): Promise<Response> {
  const visit = visitOf(context, request);
  if (visit instanceof Response) return visit;
  try {
    const { url } = await createOnboardingLink(context, visit.scope, { collect: visit.claims.collect, tokenEndsAt: visit.expiresAt });
    return new Response(null, { status: 302, headers: { location: url, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reader = readerOf(request, await withTenant(context.app, visit.scope, findTenantVoice));
    if (error.code === 'stripe_account_missing' || error.code === 'stripe_access_lost') return page(error.status, reader, wordsFor(null, '', reader));
    const action = { label: reader.say('again'), href: addressOf(context, onboardingPaths.start, visit.token) };
    return page(503, reader, { tone: 'waiting', title: reader.say('unreachable.title'), text: reader.say('unreachable.text'), action });
  }
}

async function done(context: ConnectContext, request: Request, requestId: string): Promise<Response> {
  const visit = visitOf(context, request);
  if (visit instanceof Response) return visit;
  const account = await lookNow(context, visit.scope, requestId);
  const tenant = await withTenant(context.app, visit.scope, findTenantVoice);
  const reader = readerOf(request, tenant);
  const words = wordsFor(account, addressOf(context, onboardingPaths.start, visit.token), reader);
  return page(200, reader, words, { business: tenant?.name ?? null, watch: { url: addressOf(context, onboardingPaths.state, visit.token), mark: markOf(account) } });
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

async function state(context: ConnectContext, request: Request): Promise<Response> {
  const visit = visitOf(context, request);
  if (visit instanceof Response) return visit;
  const account = await withTenant(context.app, visit.scope, findAccount);
  return Response.json({ mark: markOf(account) }, { headers: { 'cache-control': 'no-store' } });
}

function visitOf(context: ConnectContext, request: Request): Visit | Response {
  const token = tokenIn(request.url);
  const read = context.tokens.read(token, context.clock.now());
  if (read === null) return refuse(404, request, 'incomplete');
  if (read.isExpired) return refuse(410, request, 'expired');
  const { claims, expiresAt } = read;
  return { token, claims, expiresAt, scope: { tenantId: claims.tenantId, livemode: claims.livemode } };
}

function tokenIn(url: string): string {
  const given = new URL(url).searchParams.getAll('token');
  return given.length === 1 ? (given[0] ?? '') : '';
}

function refuse(status: number, request: Request, why: 'incomplete' | 'expired'): Response {
  const reader = readerOf(request, null);
  return page(status, reader, { tone: 'bad', title: reader.say(`${why}.title`), text: reader.say(`${why}.text`) });
}

function readerOf(request: Request, tenant: { readonly locale: string; readonly country: string } | null): Reader {
  const language = chooseLanguage([...acceptedLanguages(request), tenant?.locale], tenant?.country ?? 'US');
  return { locale: language.locale, direction: language.direction, say: sayFrom(catalogs, language) };
}

function page(status: number, { locale, direction }: Reader, words: PageWords, frame: Pick<PageFrame, 'business' | 'watch'> = { business: null }): Response {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`, `style-src 'nonce-${nonce}'`, `script-src 'nonce-${nonce}'`, `connect-src 'self'`, `base-uri 'none'`, `form-action 'none'`,
    `frame-ancestors 'none'`, `require-trusted-types-for 'script'`, `trusted-types 'none'`,
  ];
  return new Response(String(renderPage({ ...words, ...frame, locale, direction, nonce })), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-language': locale,
      'content-security-policy': policy.join('; '),
      // The token stands in the address.
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    },
  });
}
