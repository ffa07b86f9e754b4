import type { Branding, FirstView } from '@mais/contract';
import type { ChosenLanguage } from '@mais/languages';
import { themeCss } from '@mais/ui/theme';
import { escapeHtml, inlineJson } from './escape-html.ts';
import type { FirstPicture, WidgetBuild } from './widget-assets.ts';

/** What stands in the head beside the widget itself; `tags` are HTML. */
export interface PageHead {
  readonly title: string;
  readonly tags: readonly string[];
}

/** The widget's page: its build by name, the tenant's colours and then its safe CSS after our styles, and its first view inline. */
export function renderWidgetPage(input: {
  view: FirstView; build: WidgetBuild; nonce: string; css: string; language: ChosenLanguage; head: PageHead; theme: string | undefined; picture: FirstPicture | null;
}): string {
  const { view, build, nonce, css, language, head, theme, picture } = input;
  const scheme = askedScheme(theme, view.config.branding.scheme);
  const styles = build.styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('');
  // All that is to be fetched is named first, since nothing more is found while the warm-up runs. Modules run once the page is there, in
  // their order, wherever they stand.
  const words = build.languages[language.language];
  const fetched = [
    ...build.styles.map((href) => `<link rel="preload" as="style" href="${href}">`),
    ...build.preloads.map((href) => `<link rel="modulepreload" href="${href}">`),
    ...(words === undefined ? [] : [`<script type="module" nonce="${nonce}">import words from"${words}";self.maisWords={"${language.language}":words}</script>`]),
    `<script type="module" nonce="${nonce}" src="${build.script}"></script>`,
  ].join('');
  return `<!doctype html>
<html lang="${escapeHtml(language.locale)}" dir="${language.direction}" data-mode="${view.mode}" data-framed="${view.mode === 'embed'}"${scheme === null ? '' : ` data-scheme="${scheme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${fetched}
<title>${escapeHtml(head.title)}</title>
${head.tags.join('\n')}
<script nonce="${nonce}">${warmUp(picture?.formats ?? [], view.config.tenant.timeZone)}</script>
${styles}<style nonce="${nonce}">${themeOf(view.config.branding)}</style>${css === '' ? '' : `<style nonce="${nonce}">${css}</style>`}
<script type="application/json" id="mais-first-view">${inlineJson(view)}</script>
</head>
<body>${picture === null ? '<div id="root"></div>' : withPicture(picture, nonce)}</body>
</html>`;
}

/**
 * The picture, which can't be used until the script has replaced it. Whoever has come further in this tab sees nothing of it, and the
 * sizes of placeholders, which the policy keeps out of the markup, are put back.
 */
function withPicture({ html, savedKey }: FirstPicture, nonce: string): string {
  return `<div id="root" inert>${html}</div>
<script nonce="${nonce}">{let root=document.getElementById('root');try{if(sessionStorage.getItem(${inlineJson(savedKey)}))root.textContent=''}catch{}for(let each of root.querySelectorAll('[data-style]'))each.style.cssText=each.dataset.style}</script>`;
}

/**
 * The first use of each kind of words and numbers is slow, since a browser reads its tables then, and making a format of days takes long each
 * time. So the formats that the picture took are made while styles and script are still on their way, in the reader's zone as well, and left
 * to the widget by their keys. Before the styles, since a script after them waits for them, and not by a timer, which waits for the first paint.
 */
function warmUp(formats: readonly string[], timeZone: string): string {
  return `{let lang=document.documentElement.lang,own=Intl.DateTimeFormat().resolvedOptions().timeZone,made=self.maisFormats={};
for(let each of ${inlineJson(formats)})for(let key of [each,each.replace(${inlineJson(JSON.stringify(timeZone))},JSON.stringify(own))])if(!made[key]){
let at=key.indexOf('{');(made[key]=new Intl.DateTimeFormat(key.slice(0,at),JSON.parse(key.slice(at)))).format()}
new Intl.ListFormat(lang);new Intl.PluralRules(lang);
for(let style of [{style:'currency',currency:'EUR'},{style:'unit',unit:'minute',unitDisplay:'short'}])new Intl.NumberFormat(lang,style).format(1)}`;
}

/** The scheme, where the device has no say in it. */
function askedScheme(asked: string | undefined, tenants: Branding['scheme']): 'light' | 'dark' | null {
  const wish = asked === 'light' || asked === 'dark' || asked === 'auto' ? asked : tenants;
  return wish === 'auto' ? null : wish;
}

const themes = new WeakMap<Branding, string>();

/** A tenant's branding is the same object until the tenant is read anew. */
function themeOf(branding: Branding): string {
  const known = themes.get(branding) ?? themeCss(branding);
  themes.set(branding, known);
  return known;
}

export function renderRefusal(input: { title: string; advice: string; nonce: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(input.title)}</title>
<style nonce="${input.nonce}">
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.125rem;margin:0 0 .5rem}
p{margin:0;overflow-wrap:anywhere}
</style>
</head>
<body><main><h1>${escapeHtml(input.title)}</h1><p>${escapeHtml(input.advice)}</p></main></body>
</html>`;
}
