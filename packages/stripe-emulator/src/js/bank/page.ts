import { invalidRequest } from '../../http/api-error.ts';
import type { Context } from '../../context.ts';
import { forAccount } from '../../context.ts';
import { formatAmount } from '../../money/currencies.ts';
import { escapeHtml } from '../../pages/html.ts';
import { merchantName } from '../../payments/account-state.ts';
import { getIntent } from '../../payments/intents.ts';
import { methodName } from '../shared/method-name.ts';

/**
 * The page of a bank that a redirect payment method leads to: it has the window to itself, and leads back to the return address.
 * @throws ApiError when the address names no intent with its client secret that such a method would pay
 */
export function bankPage(context: Context, query: Readonly<Record<string, string>>): string {
  const scoped = forAccount(context, query['account'] ?? '');
  const { object: intent } = getIntent(scoped, query['payment_intent'] ?? '', query['payment_intent_client_secret'] ?? '');
  const method = context.store.get('payment_method', String(intent.payment_method ?? intent.last_payment_error?.payment_method?.id))?.object;
  if (method === undefined) throw invalidRequest('This payment waits for no bank.');
  const waits = intent.status === 'requires_action';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(methodName(method.type))} test payment</title>
<link rel="stylesheet" href="/js/authentication.css">
<body class="whole-page">
<main>
  <p class="badge">Test mode</p>
  <h1>${escapeHtml(methodName(method.type))} test payment page</h1>
  <p>${waits ? 'A bank would ask here whether you want to pay.' : 'This payment waits for nothing any more.'}</p>
  <dl>
    <div><dt>Merchant</dt><dd>${escapeHtml(merchantName(scoped))}</dd></div>
    <div><dt>Amount</dt><dd>${escapeHtml(formatAmount(intent.amount, intent.currency))}</dd></div>
  </dl>
  ${waits ? '<button type="button" class="primary" value="complete">Authorize test payment</button>\n  <button type="button" value="fail">Fail test payment</button>' : '<button type="button" class="primary" value="return">Return to the merchant</button>'}
</main>
<script src="/js/authentication.js"></script>
</body>
</html>`;
}
