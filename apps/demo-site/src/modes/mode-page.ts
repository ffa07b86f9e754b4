import { html } from 'hono/html';
import type { Wishes } from '../embed-tag.ts';
import { renderDocument, trusted } from '../layout.ts';
import { renderEventLog } from '../tenant-page.ts';
import { tenantSites } from '../tenants/index.ts';

type Html = ReturnType<typeof html>;

/** A page that shows one way to embed, in the clothes of one of the tenants. */
export interface ModePage {
  /** the page's address without its slash */
  slug: string;
  /** whose colours and letters it wears */
  look: string;
  /** for the index */
  name: string;
  about: string;
  title: string;
  lead: string;
  /** what the tenant pastes; the page holds it as it is */
  code(widgetOrigin: string): string;
  /** what the page shows around it; `code` is where the widget or its script goes */
  stage(code: Html): Html;
  /** what is shown as the code, when it is not what the page holds */
  shown?(widgetOrigin: string): string;
  theme?: Wishes['theme'];
  lang?: string;
  dir?: 'rtl';
  /** words of the page's frame that are not English */
  words?: { back: string; code: string; codeText: string };
  /** scripts of the page, below `/assets/` */
  scripts?: string[];
  /** for developers, beside the code */
  note?: string;
}

/** Shows one way to embed. */
export function renderModePage(page: ModePage, widgetOrigin: string, wishes: Wishes): Html {
  const code = page.code(widgetOrigin);
  const site = tenantSites.find(({ slug }) => slug === page.look);
  const words = page.words ?? { back: 'All pages', code: 'What is in this page', codeText: 'Everything else is the page’s own.' };
  const body = html`<header class="top"><span class="brand"><span class="mark" aria-hidden="true">${site?.mark ?? 'M'}</span><span>${site?.name ?? 'MAIS'}</span></span>
  <nav class="always" aria-label="Main"><a href="/">${words.back}</a></nav></header>
<main class="mode" id="${page.slug}">
  <div class="mode-intro"><h1>${page.title}</h1><p class="lead">${page.lead}</p></div>
  ${page.stage(trusted(code))}
</main>
<section class="backstage" aria-labelledby="backstage-title">
  <div class="backstage-text"><h2 id="backstage-title">${words.code}</h2><p>${page.note ?? words.codeText}</p></div>
  <pre tabindex="0" dir="ltr" aria-labelledby="backstage-title"><code>${page.shown?.(widgetOrigin) ?? code}</code></pre>
</section>
${renderEventLog()}`;
  return renderDocument({
    look: page.look, title: `${page.name} · MAIS`, description: page.about, mark: site?.mark ?? 'M', icon: site?.icon ?? ['23233b', 'ffffff'],
    wishes: { ...wishes, theme: page.theme ?? wishes.theme }, body, lang: page.lang ?? 'en', dir: page.dir ?? 'ltr', styles: ['modes.css'], scripts: page.scripts ?? [], widgetOrigin,
  });
}
