/** How a visitor wants the page, from its address: `?theme=dark&lang=de`. */
export interface Wishes {
  theme: 'auto' | 'light' | 'dark';
  lang: string;
}

/** Reads the wishes; what makes no sense is as if it had not been said. */
export function readWishes(query: { theme?: string; lang?: string }): Wishes {
  return {
    theme: query.theme === 'light' || query.theme === 'dark' ? query.theme : 'auto',
    lang: query.lang !== undefined && /^[a-z]{2}(-[A-Z]{2})?$/.test(query.lang) ? query.lang : 'en',
  };
}

/**
 * The tag that a tenant pastes, as text: the page holds it as it is, and shows it to developers.
 * @param widgetOrigin where the loader comes from
 * @param slug the tenant; its key is the sample key
 */
export function embedTag(widgetOrigin: string, slug: string, { theme, lang }: Wishes): string {
  return `<script async src="${widgetOrigin}/sdk/mais-sdk.js"
  data-tenant="${slug}" data-api-key="pk_test_${slug}_sample"
  data-theme="${theme}" data-lang="${lang}"></script>
<div id="mais-widget"></div>`;
}
