import { themeCss } from '@mais/ui/theme';
import { html, raw } from 'hono/html';
import { defaultBranding } from '../tenants/index.ts';
import { stateOf, type AccountRow } from './account.ts';
import { nameRequirements } from './requirement-names.ts';

/** What a page for people says. */
export interface PageWords {
  readonly title: string;
  readonly text: string;
  readonly tone: 'good' | 'waiting' | 'bad';
  readonly list?: readonly string[];
  readonly action?: { readonly label: string; readonly href: string };
  /** Said while the page keeps asking by itself. */
  readonly watching?: string;
}

/** How an account stands, in words for whoever comes back from Stripe. */
export function wordsFor(account: AccountRow | null, startUrl: string): PageWords {
  if (account === null || account.access !== 'platform') {
    return { tone: 'bad', title: 'The Stripe account is not connected', text: 'It has left the platform or was closed. A new one can be made from your account here.' };
  }
  const due = nameRequirements(account.pastDue.length > 0 ? account.pastDue : account.currentlyDue);
  const action = { label: 'Continue at Stripe', href: startUrl };
  if (stateOf(account) === 'active') {
    return due.length === 0
      ? { tone: 'good', title: 'You can take payments', text: 'Your paid packages can be booked now, and Stripe pays out to your bank account. You can close this page.' }
      : { tone: 'waiting', title: 'You can take payments, for now', text: `Stripe still asks for the following${byDay(account.dueBy)}.`, list: due, action };
  }
  if (!account.detailsSubmitted) {
    return { tone: 'waiting', title: 'Almost there', text: 'Stripe still asks for the following before you can take payments.', list: due, action, watching };
  }
  if (due.length > 0) return { tone: 'waiting', title: 'Stripe needs something more', text: `It asks for the following${byDay(account.dueBy)}.`, list: due, action, watching };
  if (account.pendingVerification.length > 0) {
    return { tone: 'waiting', title: 'Stripe is checking your details', text: 'That takes minutes as a rule, and sometimes a few days. There is nothing you have to do.', watching };
  }
  return {
    tone: 'bad', title: account.chargesEnabled ? 'Payouts are switched off' : 'Payments are switched off',
    text: 'Stripe gives no task that would switch them on. Its support knows more.', action: { label: 'Open Stripe', href: startUrl }, watching,
  };
}

const watching = 'This page looks again by itself.';

function byDay(day: Date | null): string {
  return day === null ? '' : ` by ${new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(day)}`;
}

/** What tells one look of the page from the next. */
export function markOf(account: AccountRow | null): string {
  return account === null ? 'none' : [stateOf(account), account.access, account.currentlyDue.length, account.pastDue.length, account.pendingVerification.length].join('-');
}

/** @param page `watch` makes the page ask that address until its mark is another one */
export function renderPage(page: PageWords & { readonly nonce: string; readonly business: string | null; readonly watch?: { readonly url: string; readonly mark: string } }) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title}</title>
<style nonce="${page.nonce}">${raw(themeCss(defaultBranding))}${raw(CSS)}</style>
</head>
<body>
<main>
${page.business === null ? '' : html`<p class="business">${page.business}</p>`}
<div class="sign ${page.tone}" aria-hidden="true">${raw(SIGNS[page.tone])}</div>
<h1>${page.title}</h1>
<p>${page.text}</p>
${page.list === undefined || page.list.length === 0 ? '' : html`<ul>${page.list.map((item) => html`<li>${item}</li>`)}</ul>`}
${page.action === undefined ? '' : html`<a class="action" href="${page.action.href}">${page.action.label}</a>`}
${page.watch === undefined || page.watching === undefined ? '' : html`<p class="watching" role="status" data-url="${page.watch.url}" data-mark="${page.watch.mark}">${page.watching}</p>
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
  else notice.textContent = 'Reload this page to look again.';
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
