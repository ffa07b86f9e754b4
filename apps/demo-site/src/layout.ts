import { html, raw } from 'hono/html';
import type { Wishes } from './embed-tag.ts';

type Html = ReturnType<typeof html>;

export interface Document {
  /** which look of the stylesheet */
  look: string;
  title: string;
  description: string;
  mark: string;
  icon: [ground: string, ink: string];
  wishes: Wishes;
  body: Html;
  /** the page's own language and direction */
  lang?: string;
  dir?: 'ltr' | 'rtl';
  /** further files below `/assets/` */
  styles?: string[];
  scripts?: string[];
  /** for the page's own scripts, where the widget comes from */
  widgetOrigin?: string;
}

/** The frame of every page: head, stylesheet, favicon, script. */
export function renderDocument({ look, title, description, mark, icon, wishes, body, lang = 'en', dir = 'ltr', styles = [], scripts = [], widgetOrigin }: Document): Html {
  return html`<!doctype html>
<html lang="${lang}" dir="${dir}" data-look="${look}" data-theme="${wishes.theme}"${widgetOrigin === undefined ? '' : html` data-widget-origin="${widgetOrigin}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${description}">
<link rel="icon" href="${favicon(mark, icon)}">
<link rel="stylesheet" href="/assets/base.css">
<link rel="stylesheet" href="/assets/looks.css">
${styles.map((name) => html`<link rel="stylesheet" href="/assets/${name}">`)}<script defer src="/assets/page.js"></script>${scripts.map((name) => html`<script type="module" src="/assets/${name}"></script>`)}
</head>
<body>${body}</body>
</html>`;
}

/** Text that is HTML already. */
export function trusted(text: string): ReturnType<typeof raw> {
  return raw(text);
}

function favicon(mark: string, [ground, ink]: [string, string]): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#${ground}"/><text x="16" y="23" font-size="20" font-family="serif" text-anchor="middle" fill="#${ink}">${mark}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
