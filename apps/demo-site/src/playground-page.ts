import { html } from 'hono/html';
import type { Wishes } from './embed-tag.ts';
import { renderDocument, trusted } from './layout.ts';
import { loaderTag } from './modes/snippets.ts';
import { renderEventLog } from './tenant-page.ts';
import { tenantSites } from './tenants/index.ts';

type Html = ReturnType<typeof html>;

const languages = { '': 'The tenant’s', en: 'English', es: 'Español', fr: 'Français', de: 'Deutsch', pt: 'Português', it: 'Italiano', nl: 'Nederlands', ja: '日本語', ar: 'العربية' };

/** Writes the embed code for the chosen options, beside what it does. */
export function renderPlaygroundPage(widgetOrigin: string, wishes: Wishes): Html {
  const body = html`<header class="top"><span class="brand"><span class="mark" aria-hidden="true">M</span><span>Playground</span></span>
  <nav class="always" aria-label="Main"><a href="/">All pages</a></nav></header>
<main class="playground">
  <h1>Choose, look, copy</h1>
  <form id="options" aria-label="Options of the embed code">
    ${select('tenant', 'Tenant', Object.fromEntries(tenantSites.map(({ slug, name }) => [slug, name])))}
    ${select('mode', 'Where it stands', { '': 'In the page', popup: 'In a popup', button: 'Behind a floating button' })}
    ${select('package', 'Package to begin with', { '': 'The customer chooses' })}
    ${select('lang', 'Language', languages)}
    ${select('theme', 'Theme', { '': 'The tenant’s', light: 'Light', dark: 'Dark', auto: 'As the device is set' })}
    ${field('label', 'Label', 'Book')}
    <fieldset class="colors"><legend>Ground before it has loaded</legend>
      <label><input type="checkbox" name="grounded"> Carry colours</label>
      <label><input type="color" name="background" value="#ffffff"> Ground</label><label><input type="color" name="color" value="#1d1d2b"> Text</label>
    </fieldset>
    <details><summary>Prefill</summary>${field('prefill-name', 'Name', '')}${field('prefill-email', 'E-mail', '', 'email')}${field('prefill-phone', 'Phone', '', 'tel')}</details>
    <fieldset class="kind"><legend>Written as</legend><label><input type="radio" name="kind" value="tag" checked> One tag</label><label><input type="radio" name="kind" value="element"> An element</label></fieldset>
  </form>
  <section class="result" aria-label="Preview">
    <div class="stage" id="stage"></div>
    <div class="code"><button type="button" class="copy" id="copy">Copy</button><pre tabindex="0" aria-label="The embed code"><code id="code"></code></pre></div>
  </section>
  ${trusted(loaderTag(widgetOrigin))}
</main>
${renderEventLog()}`;
  return renderDocument({
    look: 'index', title: 'Playground · MAIS', description: 'Writes the embed code of the booking widget for the chosen options, beside a live preview.', mark: 'M',
    icon: ['23233b', 'ffffff'], wishes, body, styles: ['modes.css'], scripts: ['playground.js'], widgetOrigin,
  });
}

function select(name: string, label: string, options: Record<string, string>): Html {
  return html`<label>${label}<select name="${name}">${Object.entries(options).map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></label>`;
}

function field(name: string, label: string, hint: string, type = 'text'): Html {
  return html`<label>${label}<input type="${type}" name="${name}" placeholder="${hint}" autocomplete="off"></label>`;
}
