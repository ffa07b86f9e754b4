// What a tenant's own script could look like: it hears the widget's events, which bubble up to the document.
const types = ['ready', 'opened', 'closed', 'step', 'booking_submitted', 'booking_created', 'booking_completed', 'booking_cancelled', 'error'];
const log = document.getElementById('events-log');
const count = document.getElementById('events-count');
const last = document.getElementById('events-last');

for (const type of types) {
  document.addEventListener(type, (event) => {
    if (log && event.target instanceof Element && event.target.localName === 'mais-widget') note(type, event.detail);
  });
}

function note(type, detail) {
  const item = document.createElement('li');
  item.dataset.event = type;
  const time = document.createElement('time');
  const now = new Date();
  time.dateTime = now.toISOString();
  time.textContent = now.toLocaleTimeString([], { hour12: false });
  const name = document.createElement('b');
  name.textContent = type;
  const code = document.createElement('code');
  code.textContent = detail === null || detail === undefined ? '' : JSON.stringify(detail);
  item.append(time, name, code);
  log.append(item);
  log.scrollTop = log.scrollHeight;
  count.textContent = String(log.children.length);
  last.textContent = describe(type, detail);
}

function describe(type, detail) {
  const what = detail && (detail.name || detail.reference || detail.package || detail.code);
  return what ? `${type}: ${what}` : type;
}

// Changing the attribute is all that it takes for the widget to follow.
for (const link of document.querySelectorAll('[data-set-theme]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    const theme = link.dataset.setTheme;
    document.documentElement.dataset.theme = theme;
    document.querySelector('mais-widget')?.setAttribute('theme', theme);
    document.querySelector('[data-set-theme][aria-current]')?.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
  });
}
