import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import type { Context as HonoContext } from 'hono';
import type { Emulator } from '../emulator.ts';
import { ApiError } from '../http/api-error.ts';
import { authenticateIntent } from '../payments/authenticate-intent.ts';
import { forAccount } from '../context.ts';
import { pageHeaders } from '../pages/html.ts';
import { authenticationPage } from './authentication/page.ts';
import { bankPage } from './bank/page.ts';
import { bundledScript } from './bundle.ts';
import type { ScriptName } from './bundle.ts';
import { cardFormPage } from './card-form/page.ts';

const STYLES = {
  'card-form.css': new URL('./card-form/card-form.css', import.meta.url),
  'authentication.css': new URL('./authentication/authentication.css', import.meta.url),
} as const;

/** The stand-in for Stripe.js: its script, and the pages that it frames. */
export function createJsRoutes(emulator: Emulator): Hono {
  const app = new Hono();
  app.onError((error, http) => {
    if (error instanceof ApiError) return http.json(error.toJSON(), error.status as 400);
    throw error;
  });
  for (const name of ['stripe', 'card-form', 'authentication'] as const) app.get(`/${name}.js`, () => script(name));
  for (const [name, url] of Object.entries(STYLES)) app.get(`/${name}`, async () => asset(await readFile(url, 'utf8'), 'text/css'));
  app.get('/card-form', (http) => http.html(cardFormPage(), 200, pageHeaders({ framed: true })));
  app.get('/authenticate', (http) => http.html(authenticationPage(emulator.context, http.req.query()), 200, pageHeaders({ framed: true })));
  // No bank lets itself be framed: whoever goes there takes the whole window along.
  app.get('/bank', (http) => http.html(bankPage(emulator.context, http.req.query()), 200, pageHeaders({ framed: false })));
  app.post('/authenticate', (http) => authenticate(emulator, http));
  return app;
}

async function authenticate(emulator: Emulator, http: HonoContext): Promise<Response> {
  // Only its own page posts here: a page elsewhere must not pass the step for the customer.
  const own = [new URL(http.req.url).origin, new URL(emulator.context.url).origin];
  if (!own.includes(http.req.header('origin') ?? '')) throw new ApiError(403, { type: 'invalid_request_error', message: 'Not from the 3DS page.' });
  const form = new URLSearchParams(await http.req.text());
  const { status } = emulator.change((context) =>
    authenticateIntent(
      forAccount(context, form.get('account') ?? ''),
      form.get('payment_intent') ?? '',
      form.get('payment_intent_client_secret') ?? '',
      form.get('outcome') === 'complete',
    ),
  );
  return http.json({ status });
}

async function script(name: ScriptName): Promise<Response> {
  return asset(await bundledScript(name), 'text/javascript');
}

function asset(body: string, type: string): Response {
  return new Response(body, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-cache',
      // A page that is isolated from other origins may load it all the same.
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
}
