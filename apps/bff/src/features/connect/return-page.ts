import { themeCss } from '@mais/ui/theme';
import { html, raw } from 'hono/html';
import { defaultBranding } from '../tenants/index.ts';
import { stateOf, type AccountRow } from './account.ts';
import { nameRequirements } from './requirement-names.ts';
import type { Say } from './words/words.ts';

/** What a page for people says. */
export interface PageWords {
  readonly title: string;
  readonly text: string;
  readonly tone: 'good' | 'waiting' | 'bad';
  readonly list?: readonly string[];
  readonly action?: { readonly label: string; readonly href: string };
  /** Said while the page keeps asking by itself, and when it has stopped. */
  readonly watching?: { readonly now: string; readonly later: string };
}

/** A reader's language, and our words in it. */
export interface Reader {
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly say: Say;
}

/** How an account stands, in words for whoever comes back from Stripe. */
export function wordsFor(account: AccountRow | null, startUrl: string, { say, locale }: Reader): PageWords {
  if (account === null || account.access !== 'platform') return { tone: 'bad', title: say('gone.title'), text: say('gone.text') };
  const due = nameRequirements(account.pastDue.length > 0 ? account.pastDue : account.currentlyDue).map((name) => say(name));
  const list = { list: due, action: { label: say('continue'), href: startUrl } };
  const day = account.dueBy && new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(account.dueBy);
  const textBy = (of: 'more' | 'readyForNow'): string => (day === null ? say(`${of}.text`) : say(`${of}.textByDay`, { day }));
  if (stateOf(account) === 'active') {
    return due.length === 0
      ? { tone: 'good', title: say('ready.title'), text: say('ready.text') }
      : { tone: 'waiting', title: say('readyForNow.title'), text: textBy('readyForNow'), ...list };
  }
  const watching = { now: say('watching'), later: say('reload') };
  if (!account.detailsSubmitted) return { tone: 'waiting', title: say('begun.title'), text: say('begun.text'), ...list, watching };
  if (due.length > 0) return { tone: 'waiting', title: say('more.title'), text: textBy('more'), ...list, watching };
  if (account.pendingVerification.length > 0) return { tone: 'waiting', title: say('checking.title'), text: say('checking.text'), watching };
  return {
    tone: 'bad', title: say(account.chargesEnabled ? 'off.payouts' : 'off.payments'), text: say('off.text'),
    action: { label: say('open'), href: startUrl }, watching,
  };
}

/** What tells one look of the page from the next. */
export function markOf(account: AccountRow | null): string {
  return account === null ? 'none' : [stateOf(account), account.access, account.currentlyDue.length, account.pastDue.length, account.pendingVerification.length].join('-');
}

/** What is no word: `watch` makes the page ask that address until its mark is another one. */
export interface PageFrame extends Pick<Reader, 'locale' | 'direction'> {
  readonly nonce: string;
  readonly business: string | null;
  readonly watch?: { readonly url: string; readonly mark: string };
}

export function renderPage(page: PageWords & PageFrame) {
  return html`<!doctype html>
<html lang="${page.locale}" dir="${page.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title}</title>
<style nonce="${page.nonce}">${raw(themeCss(defaultBranding))}${raw(CSS)}</style>
</head>
<body>
<main>
${page.business === null ? '' : html`<p class="business"><bdi>${page.business}</bdi></p>`}
<div class="sign ${page.tone}" aria-hidden="true">${raw(SIGNS[page.tone])}</div>
<h1>${page.title}</h1>
<p>${page.text}</p>
${page.list === undefined || page.list.length === 0 ? '' : html`<ul>${page.list.map((item) => html`<li>${item}</li>`)}</ul>`}
${page.action === undefined ? '' : html`<a class="action" href="${page.action.href}">${page.action.label}</a>`}
${page.watch === undefined || page.watching === undefined ? '' : html`<p class="watching" role="status" data-url="${page.watch.url}" data-mark="${page.watch.mark}" data-later="${page.watching.later}">${page.watching.now}</p>
<script nonce="${page.nonce}">${raw(WATCH)}</script>`}
</main>
</body>
</html>`;
}

/** Half a minute of looking; whoever waits longer reads what to do. */
const WATCH = `
const notice = document.querySelector('.watching');
let left = 20;
async function look() {
  try {
    const answer = await fetch(notice.dataset.url, { cache: 'no-store' });
    if (answer.ok && (await answer.json()).mark !== notice.dataset.mark) return location.reload();
  } catch {}
  left -= 1;
  if (left > 0) setTimeout(look, 1500);
  else notice.textContent = notice.dataset.later;
}
setTimeout(look, 1500);
`;

const SIGNS: Readonly<Record<PageWords['tone'], string>> = {
  good: '<svg viewBox="0 0 24 24"><path d="m5 12.5 4.5 4.5L19 7.5"/></svg>',
  waiting: '<svg viewBox="0 0 24 24"><circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/></svg>',
  bad: '<svg viewBox="0 0 24 24"><path d="M12 6.5v7M12 17.2v.3"/></svg>',
};

const CSS = `
*{box-sizing:border-box}
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--mais-page);color:var(--mais-text);font:16px/1.5 var(--mais-font)}
main{width:100%;max-width:30rem;padding:32px;border:1px solid var(--mais-line);border-radius:var(--mais-radius-card);background:var(--mais-raised)}
.business{margin:0 0 20px;color:var(--mais-text-soft);font-weight:600;overflow-wrap:anywhere}
.sign{width:48px;height:48px;display:grid;place-items:center;border-radius:50%;margin-bottom:16px}
.sign svg{width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.good{background:var(--mais-success-tint);color:var(--mais-success-text)}
.waiting{background:var(--mais-warning-tint);color:var(--mais-warning-text)}
.bad{background:var(--mais-danger-tint);color:var(--mais-danger-text)}
h1{margin:0 0 8px;font-size:1.5rem;line-height:1.25;text-wrap:balance}
p{margin:0;color:var(--mais-text-soft)}
ul{margin:16px 0 0;padding:0;list-style:none}
li{padding:10px 0;border-top:1px solid var(--mais-line)}
.action{display:block;margin-top:24px;padding:12px 16px;border-radius:var(--mais-radius-control);background:var(--mais-primary);color:var(--mais-on-primary);font-weight:600;text-align:center;text-decoration:none}
.action:hover{background:var(--mais-primary-hover)}
.action:focus-visible{outline:3px solid var(--mais-focus);outline-offset:2px}
.watching{margin-top:16px;font-size:.875rem}
@media(max-width:30rem){main{padding:24px}}
`;
