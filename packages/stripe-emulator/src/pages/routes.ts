import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import type { Context as HonoContext } from 'hono';
import type { Emulator } from '../emulator.ts';
import { bundledScript } from '../js/bundle.ts';
import { onboardAccount } from '../payments/account-state.ts';
import type { AccountLinkRecord } from '../store/records.ts';
import { pageHeaders } from './html.ts';
import { onboardingPage } from './onboarding/page.ts';
import { overviewPage } from './overview/page.ts';
import { summarise } from './overview/summary.ts';

const STYLES = {
  'onboarding.css': new URL('./onboarding/onboarding.css', import.meta.url),
  'overview.css': new URL('./overview/overview.css', import.meta.url),
} as const;

/** The pages for people: the overview, and the onboarding behind account links. */
export function createPageRoutes(emulator: Emulator): Hono {
  const app = new Hono();
  for (const [name, url] of Object.entries(STYLES)) {
    app.get(`/pages/${name}`, async (http) => http.body(await readFile(url, 'utf8'), 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }));
  }
  app.get('/pages/overview.js', async (http) => http.body(await bundledScript('overview'), 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }));
  app.get('/pages/summary', (http) => http.json(summarise(emulator), 200, { 'cache-control': 'no-store' }));
  app.get('/', (http) => http.html(overviewPage(), 200, pageHeaders({ framed: false })));
  app.get('/setup/:token', (http) => showOnboarding(emulator, http, http.req.param('token')));
  app.post('/setup/:token', (http) => finishOnboarding(emulator, http, http.req.param('token')));
  return app;
}

function showOnboarding(emulator: Emulator, http: HonoContext, token: string): Response | Promise<Response> {
  const link = emulator.context.store.get('account_link', token);
  const account = link === undefined ? undefined : emulator.context.store.get('account', link.connectedAccount)?.object;
  if (link === undefined || account === undefined) return http.text('No such account link.', 404);
  // A link that was used or is old sends its visitor back for a new one, as Stripe's do.
  if (!usable(emulator, link)) return http.redirect(link.refreshUrl);
  return http.html(onboardingPage(account, token), 200, pageHeaders({ framed: false }));
}

async function finishOnboarding(emulator: Emulator, http: HonoContext, token: string): Promise<Response> {
  const link = emulator.context.store.get('account_link', token);
  if (link === undefined) return http.text('No such account link.', 404);
  if (!usable(emulator, link)) return http.redirect(link.refreshUrl, 303);
  const action = new URLSearchParams(await http.req.text()).get('action');
  emulator.change((context) => {
    context.store.put('account_link', token, { ...link, used: true });
    if (action === 'complete') onboardAccount(context, link.connectedAccount);
  });
  return http.redirect(link.returnUrl, 303);
}

function usable(emulator: Emulator, link: AccountLinkRecord): boolean {
  return !link.used && link.expiresAtMs > emulator.context.clock.now();
}
