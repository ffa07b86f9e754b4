import release from '@mais/sdk/releases/1.2.0/mais-sdk.json' with { type: 'json' };
import { html } from 'hono/html';
import type { ModePage } from './mode-page.ts';
import { loaderTag, widgetElement } from './snippets.ts';

const popup: ModePage = {
  slug: 'popup', look: 'harborkayaks', name: 'Popup', about: 'Any button or link of the page opens it.',
  title: 'On the water by ten',
  lead: 'Whatever carries data-mais-open opens the booking over the page. Close it half-way: it is as you left it when you come back.',
  code: (origin) => `${loaderTag(origin)}\n${widgetElement('harborkayaks', { id: 'book', mode: 'popup', label: 'Book a tour', look: 'background:#fff;color:#06303d;border-radius:18px' })}`,
  shown: (origin) => `${popup.code(origin)}\n\n<button data-mais-open="book">Book a tour</button>\n<a href="${origin}/book/harborkayaks" data-mais-open="book">or from a link</a>`,
  note: 'The link goes to the hosted page for whoever blocks scripts. Coming near an opener gets the popup ready.',
  stage: (code) => html`<div class="actions"><button class="button" data-mais-open="book">Book a tour</button><a href="#popup" data-mais-open="book">or from a link</a></div>
  <ul class="cards three">${['Harbour tour', 'Sunset paddle', 'Island day'].map((name) => html`<li class="card"><h2>${name}</h2><p>Small groups, dry bags and a guide who knows where the seals sleep.</p><button class="plain" data-mais-open="book">Choose a day</button></li>`)}</ul>${code}`,
};

const button: ModePage = {
  slug: 'button', look: 'studionord', name: 'Floating button', about: 'One tag, and a button follows the visitor through the page.',
  title: 'Light, when you need it',
  lead: 'The button in the corner is all that the tag adds. Nothing of the widget loads before somebody comes near it.',
  code: (origin) => `<script async src="${origin}/sdk/mais-sdk.js"\n  data-tenant="studionord" data-api-key="pk_test_studionord_sample"\n  data-mode="button" data-label="Book the studio"\n  data-look="background:#e4572e;color:#141416"></script>`,
  stage: (code) => html`<ul class="cards">${[['Daylight', 'Four metres of window to the north, and nothing between you and the sky.'], ['Backdrops', 'Seven rolls of paper, one of them orange.'], ['Quiet', 'Nobody else is booked while you are here. That is what the calendar is for.']].map(([name, text]) => html`<li class="card"><h2>${name}</h2><p>${text}</p></li>`)}</ul>${code}`,
};

const two: ModePage = {
  slug: 'two', look: 'index', name: 'Two on one page', about: 'Two tenants, two widgets, and neither hears the other.',
  title: 'A venue and its photographer',
  lead: 'Any number of widgets stand on a page, of any tenants. Each has its own frame, its own port and its own events.',
  code: (origin) => `${loaderTag(origin)}\n${widgetElement('marinaspa', { label: 'Book the spa' })}\n${widgetElement('bellaweddings', { label: 'Book the photographer' })}`,
  stage: (code) => html`<div class="pair">${code}</div>`,
};

const react: ModePage = {
  slug: 'react', look: 'matsuritea', name: 'React', about: 'A component with typed callbacks that never load the frame again.',
  title: 'Tea, and how many times React has rendered',
  lead: 'The page below is a React 19 app in StrictMode. Each event renders it again, with new callbacks; the frame stays.',
  code: () => '<div id="app" class="room"></div>',
  shown: (origin) => `import { BookingWidget } from '@mais/react';\n\n<BookingWidget\n  origin="${origin}"\n  tenant="matsuritea" apiKey="pk_test_matsuritea_sample"\n  lang={lang} theme={theme}\n  onStep={({ name }) => setStep(name)}\n  onBookingCompleted={({ reference }) => setBooked(reference)}\n/>`,
  note: 'Language and theme are props. They reach the widget live.',
  stage: (code) => html`${code}`,
  scripts: ['react-app.js'],
};

const strict: ModePage = {
  slug: 'strict-csp', look: 'marinaspa', name: 'Strict policy', about: 'Trusted Types, no inline code, and a version pinned by hash.',
  title: 'Behind a strict policy',
  lead: 'This page allows no inline code and no inline style, requires Trusted Types, and runs one version of the loader: the one with the right hash.',
  code: (origin) => `<script async src="${origin}/sdk/v${release.version}/mais-sdk.js" crossorigin="anonymous"\n  integrity="${release.integrity}"\n  data-tenant="marinaspa" data-api-key="pk_test_marinaspa_sample"></script>\n<div id="mais-widget" class="room"></div>`,
  shown: (origin) => `${strict.code(origin)}\n\nContent-Security-Policy: default-src 'none'; script-src 'self' ${origin};\n  frame-src ${origin}; style-src 'self'; img-src 'self' data:; base-uri 'none';\n  form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
  note: 'The policy is that of all these pages. A mistake in it would show on the console, and there is none.',
  stage: (code) => html`<div class="book-widget">${code}</div>`,
};

const dark: ModePage = {
  slug: 'dark', look: 'studionord', name: 'Dark', about: 'A dark website, where nothing flashes on the way.', theme: 'dark',
  title: 'After dark',
  lead: 'A page that is always dark. The embed code carries the ground’s colour, so that it is there before the first answer, and no white sheet in between.',
  code: (origin) => `${loaderTag(origin)}\n${widgetElement('studionord', { theme: 'dark', look: 'background:#1f1f23;color:#f4f4f2' })}`,
  stage: (code) => html`<div class="book-widget room">${code}</div>`,
};

const rtl: ModePage = {
  slug: 'rtl', look: 'marinaspa', name: 'Right to left', about: 'An Arabic website, from right to left.', lang: 'ar', dir: 'rtl',
  title: 'هدوءٌ فوق المرسى',
  lead: 'اختر جلستك ووقتك، وادفع العربون، وستصلك رسالة التأكيد خلال دقيقة.',
  code: (origin) => `${loaderTag(origin)}\n${widgetElement('marinaspa', { lang: 'ar', label: 'احجز الآن' })}`,
  stage: (code) => html`<div class="book-widget room">${code}</div>`,
  words: { back: 'كل الصفحات', code: 'الشيفرة في هذه الصفحة', codeText: 'كل ما عدا ذلك من الموقع نفسه.' },
};

const spa: ModePage = {
  slug: 'spa', look: 'bellaweddings', name: 'Single-page app', about: 'Views that come and go, and the widget with them.',
  title: 'Views that come and go',
  lead: 'Switch between the views: each time the widget is made anew and taken away again, and the back button goes from view to view and nowhere else.',
  code: (origin) => `${loaderTag(origin)}\n<nav class="tabs" aria-label="Views"><a href="?view=about">About</a><a href="?view=book">Book</a><a href="?view=elopement">Elopements</a></nav>\n<div id="view" class="view"></div>`,
  shown: () => `const widget = document.createElement('mais-widget');\nwidget.setAttribute('tenant', 'bellaweddings');\nwidget.setAttribute('api-key', 'pk_test_bellaweddings_sample');\nview.replaceChildren(widget);   // comes\nview.replaceChildren();         // goes, and leaves nothing`,
  stage: (code) => html`${code}<p class="count" id="mounted" role="status"></p>`,
  scripts: ['spa.js'],
};

/** Every way to embed, each on a page of its own. */
export const modePages: readonly ModePage[] = [popup, button, two, react, strict, dark, rtl, spa];
