/** The loader's tag without a tenant: it only makes `<mais-widget>` known. */
export function loaderTag(widgetOrigin: string): string {
  return `<script async src="${widgetOrigin}/sdk/mais-sdk.js"></script>`;
}

/** A sample tenant's element, with its sample key. */
export function widgetElement(slug: string, attributes: Record<string, string> = {}): string {
  const all = Object.entries({ tenant: slug, 'api-key': `pk_test_${slug}_sample`, ...attributes });
  return `<mais-widget ${all.map(([name, value]) => `${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`).join(' ')}></mais-widget>`;
}
