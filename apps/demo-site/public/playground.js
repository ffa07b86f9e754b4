// Writes the embed code, and shows what it does: the same attributes on a real element.
const form = document.getElementById('options');
const stage = document.getElementById('stage');
const code = document.getElementById('code');
const copy = document.getElementById('copy');
const origin = document.documentElement.dataset.widgetOrigin;
// What takes a new element; all else is changed on the one that is there, and followed live.
const lasting = ['tenant', 'mode'];
const names = ['tenant', 'mode', 'package', 'lang', 'theme', 'label', 'prefill-name', 'prefill-email', 'prefill-phone'];
let widget;

function chosen() {
  const data = new FormData(form);
  const attributes = { tenant: data.get('tenant'), 'api-key': `pk_test_${data.get('tenant')}_sample` };
  for (const name of names) if (data.get(name)) attributes[name] = data.get(name);
  if (data.get('grounded')) attributes.look = `background:${data.get('background')};color:${data.get('color')}`;
  if (attributes.mode === 'popup') attributes.id = 'book';
  return attributes;
}

function write(attributes, kind) {
  const opener = attributes.mode === 'popup' ? `\n<button data-mais-open="book">${attributes.label ?? 'Book'}</button>` : '';
  const lines = (prefix) => Object.entries(attributes).map(([name, value]) => `\n  ${quoted(prefix + name, value)}`).join('');
  if (kind === 'tag') return `<script async src="${origin}/sdk/mais-sdk.js"${lines('data-')}></script>${attributes.mode ? '' : '\n<div id="mais-widget"></div>'}${opener}`;
  return `<script async src="${origin}/sdk/mais-sdk.js"></script>\n<mais-widget${lines('')}></mais-widget>${opener}`;
}

function quoted(name, value) {
  return `${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
}

function show() {
  const attributes = chosen();
  code.textContent = write(attributes, new FormData(form).get('kind'));
  if (!widget || lasting.some((name) => (widget.getAttribute(name) ?? '') !== (attributes[name] ?? ''))) mount(attributes);
  for (const name of [...names, 'look']) {
    if (attributes[name] === undefined) widget.removeAttribute(name);
    else if (widget.getAttribute(name) !== attributes[name]) widget.setAttribute(name, attributes[name]);
  }
  const opener = stage.querySelector('[data-mais-open]');
  if (opener) opener.textContent = attributes.label ?? 'Book';
}

function mount(attributes) {
  widget = document.createElement('mais-widget');
  for (const [name, value] of Object.entries(attributes)) widget.setAttribute(name, value);
  stage.replaceChildren(widget);
  stage.dataset.mode = attributes.mode ?? 'inline';
  if (attributes.mode === 'popup') {
    const opener = document.createElement('button');
    opener.className = 'button';
    opener.dataset.maisOpen = 'book';
    stage.prepend(opener);
  }
  if (attributes.mode === 'button') {
    const hint = document.createElement('p');
    hint.textContent = 'The button is in the corner of this page.';
    stage.prepend(hint);
  }
}

async function offerPackages() {
  const slug = form.elements.tenant.value;
  const list = form.elements.package;
  list.replaceChildren(list.options[0]);
  list.value = '';
  const known = await fetch(`/packages/${slug}.json`).then((answer) => (answer.ok ? answer.json() : []), () => []);
  if (form.elements.tenant.value === slug) list.append(...known.map(({ name, value }) => new Option(name, value)));
}

form.addEventListener('input', ({ target }) => {
  if (target.name === 'tenant') void offerPackages();
  show();
});
form.addEventListener('submit', (event) => event.preventDefault());
copy.addEventListener('click', async () => {
  await navigator.clipboard.writeText(code.textContent);
  copy.textContent = 'Copied';
  setTimeout(() => {
    copy.textContent = 'Copy';
  }, 1500);
});
void offerPackages();
show();
