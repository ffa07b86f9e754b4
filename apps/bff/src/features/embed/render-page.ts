import type { Branding, FirstView } from '@mais/contract';
import type { ChosenLanguage } from '@mais/languages';
import { themeCss } from '@mais/ui/theme';
import { escapeHtml, inlineJson } from './escape-html.ts';
import type { WidgetBuild } from './widget-assets.ts';

/** What stands in the head beside the widget itself; `tags` are HTML. */
export interface PageHead {
  readonly title: string;
  readonly tags: readonly string[];
}

/** The widget's page: its build by name, the tenant's colours and then its safe CSS after our styles, and its first view inline. */
export function renderWidgetPage(input: { view: FirstView; build: WidgetBuild; nonce: string; css: string; language: ChosenLanguage; head: PageHead }): string {
  const { view, build, nonce, css, language, head } = input;
  const styles = build.styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('');
  // The words come beside the script, not after it.
  const words = build.languages[language.language];
  const preloads = [...build.preloads, ...(words === undefined ? [] : [words])].map((href) => `<link rel="modulepreload" href="${href}">`).join('');
  return `<!doctype html>
<html lang="${escapeHtml(language.locale)}" dir="${language.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(head.title)}</title>
${head.tags.join('\n')}
${styles}<style nonce="${nonce}">${themeOf(view.config.branding)}</style>${css === '' ? '' : `<style nonce="${nonce}">${css}</style>`}${preloads}
<script type="application/json" id="mais-first-view">${inlineJson(view)}</script>
<script type="module" nonce="${nonce}" src="${build.script}"></script>
</head>
<body><div id="root"></div></body>
</html>`;
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
