import type { Context } from '../../context.ts';
import { forAccount } from '../../context.ts';
import { formatAmount } from '../../money/currencies.ts';
import { merchantName } from '../../payments/account-state.ts';
import { getIntent } from '../../payments/intents.ts';
import { escapeHtml } from '../../pages/html.ts';

/**
 * The bank's page of a 3DS step.
 * @throws ApiError when the address doesn't name an intent and its client secret
 */
export function authenticationPage(context: Context, query: Readonly<Record<string, string>>): string {
  const scoped = forAccount(context, query['account'] ?? '');
  const { object: intent } = getIntent(scoped, query['payment_intent'] ?? '', query['payment_intent_client_secret'] ?? '');
  const card = context.store.get('payment_method', String(intent.payment_method))?.object.card;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bank authentication</title>
<link rel="stylesheet" href="/js/authentication.css">
<body>
<main>
  <p class="badge">Test mode</p>
  <h1>3D Secure 2 test page</h1>
  <p>A bank would ask here whether it is really you who pays.</p>
  <dl>
    <div><dt>Merchant</dt><dd>${escapeHtml(merchantName(scoped))}</dd></div>
    <div><dt>Amount</dt><dd>${escapeHtml(formatAmount(intent.amount, intent.currency))}</dd></div>
    <div><dt>Card</dt><dd>•••• ${escapeHtml(card?.last4 ?? '????')}</dd></div>
  </dl>
  <button type="button" class="primary" value="complete">Complete authentication</button>
  <button type="button" value="fail">Fail authentication</button>
</main>
<script src="/js/authentication.js"></script>
</body>
</html>`;
}
