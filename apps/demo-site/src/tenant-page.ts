import { html } from 'hono/html';
import { embedTag, type Wishes } from './embed-tag.ts';
import { renderDocument, trusted } from './layout.ts';
import type { TenantSite } from './tenants/index.ts';

type Html = ReturnType<typeof html>;

/** A tenant's home page with the widget in it. */
export function renderTenantPage(site: TenantSite, widgetOrigin: string, wishes: Wishes): Html {
  const tag = embedTag(widgetOrigin, site.slug, wishes);
  const body = html`
<a class="skip" href="#book">Skip to booking</a>
${renderHeader(site)}
<main>
${renderHero(site)}
${renderOffer(site)}
${renderStory(site)}
<section class="book" id="book" aria-labelledby="book-title">
  <div class="book-intro"><h2 id="book-title">${site.book.title}</h2><p>${site.book.text}</p></div>
  <div class="book-widget">${trusted(tag)}
    <noscript><p>To book without JavaScript, write to ${site.visit.email} or call ${site.visit.phone}.</p></noscript>
  </div>
</section>
${renderVisit(site)}
</main>
${renderFooter(site)}
${renderBackstage(tag, wishes)}
${renderEventLog()}`;
  return renderDocument({
    look: site.slug, title: `${site.name} · ${site.kind}`, description: site.hero.text, mark: site.mark, icon: site.icon, wishes, body,
  });
}

function renderHeader({ name, nav, mark }: TenantSite): Html {
  return html`<header class="top">
  <a class="brand" href="#top" id="top"><span class="mark" aria-hidden="true">${mark}</span><span>${name}</span></a>
  <nav aria-label="Main"><a href="#offer">${nav.offer}</a><a href="#story">${nav.story}</a><a href="#visit">${nav.visit}</a><a class="button small" href="#book">Book</a></nav>
</header>`;
}

function renderHero({ hero, art }: TenantSite): Html {
  return html`<section class="hero">
  <div class="hero-text"><p class="kicker">${hero.kicker}</p><h1>${hero.title}</h1><p class="lead">${hero.text}</p><a class="button" href="#book">${hero.action}</a></div>
  <div class="hero-art">${trusted(art)}</div>
</section>`;
}

function renderOffer({ offer }: TenantSite): Html {
  const cards = offer.items.map(({ name, text, price }) => html`<li class="card"><h3>${name}</h3><p>${text}</p><p class="price">${price}</p></li>`);
  return html`<section class="offer" id="offer"><h2>${offer.title}</h2><ul class="cards">${cards}</ul></section>`;
}

function renderStory({ story }: TenantSite): Html {
  return html`<section class="story" id="story">
  <div><h2>${story.title}</h2>${story.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}</div>
  <figure><blockquote>${story.quote}</blockquote><figcaption>${story.by}</figcaption></figure>
</section>`;
}

function renderVisit({ visit }: TenantSite): Html {
  const hours = visit.hours.map(([days, open]) => html`<div><dt>${days}</dt><dd>${open}</dd></div>`);
  return html`<section class="visit" id="visit">
  <h2>${visit.title}</h2>
  <address>${visit.address.map((line) => html`<span>${line}</span>`)}</address>
  <dl>${hours}</dl>
  <p class="contact"><a href="mailto:${visit.email}">${visit.email}</a><a href="tel:${visit.phone.replaceAll(' ', '')}">${visit.phone}</a></p>
</section>`;
}

function renderFooter({ name, place }: TenantSite): Html {
  return html`<footer class="foot"><p>© 2026 ${name}, ${place}</p><p>A sample tenant of MAIS. <a href="/">See the others</a></p></footer>`;
}

function renderBackstage(tag: string, { theme, lang }: Wishes): Html {
  const link = (to: string, label: string) => html`<a href="?theme=${to}&lang=${lang}#book" data-set-theme="${to}" ${theme === to ? html`aria-current="true"` : ''}>${label}</a>`;
  return html`<section class="backstage" aria-labelledby="backstage-title">
  <div class="backstage-text"><h2 id="backstage-title">This is all it takes</h2>
    <p>The booking above is one tag. The page around it is on another origin, and knows nothing of the widget but what it hears as DOM events.</p>
    <p class="themes">Theme of page and widget: <span>${link('auto', 'Auto')}${link('light', 'Light')}${link('dark', 'Dark')}</span></p>
  </div>
  <pre tabindex="0" aria-label="The embed code"><code>${tag}</code></pre>
</section>`;
}

/** The bar at the bottom that logs what the page hears of its widgets. */
export function renderEventLog(): Html {
  return html`<details class="events">
  <summary><span class="events-title">Events</span><span class="events-count" id="events-count">0</span><span class="events-last" id="events-last" role="status" aria-live="polite">Nothing heard yet</span></summary>
  <ol id="events-log" aria-label="Events that this page has heard, in order" tabindex="0"></ol>
</details>`;
}
