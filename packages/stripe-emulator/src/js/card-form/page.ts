/** The frame that a customer types a card into. */
export function cardFormPage(): string {
  return `<!doctype html>
<html lang="en" data-theme="stripe">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Card details</title>
<link rel="stylesheet" href="/js/card-form.css">
<body>
<form id="card-form" novalidate>
  <div id="methods" hidden>
    <fieldset>
      <legend>Payment method</legend>
      <div class="methods"></div>
    </fieldset>
    <p class="error" id="method-error" role="alert"></p>
    <p class="hint" id="redirect-note" hidden></p>
  </div>
  <div id="card-fields">
  ${field('number', 'Card number', 'cc-number', '1234 1234 1234 1234', '<span id="brands" class="brands" data-brand="none" aria-hidden="true"><i></i><i></i><i></i></span>')}
  <div class="row">
    ${field('expiry', 'Expiration date', 'cc-exp', 'MM / YY')}
    ${field('cvc', 'Security code', 'cc-csc', 'CVC')}
  </div>
  <div class="field" id="country-field">
    <label for="country">Country</label>
    <div class="control"><select id="country" name="country" autocomplete="billing country"></select></div>
  </div>
  <p class="hint"><span>Test mode</span> 4242 4242 4242 4242, any future date, any code</p>
  </div>
</form>
<script src="/js/card-form.js"></script>
</body>
</html>`;
}

function field(id: string, label: string, autocomplete: string, placeholder: string, beside = ''): string {
  return `<div class="field">
    <label for="${id}">${label}</label>
    <div class="control"><input id="${id}" name="${id}" type="text" inputmode="numeric" autocomplete="${autocomplete}" placeholder="${placeholder}" aria-describedby="${id}-error" aria-invalid="false" aria-required="true" autocorrect="off" spellcheck="false">${beside}</div>
    <p class="error" id="${id}-error" role="alert"></p>
  </div>`;
}
