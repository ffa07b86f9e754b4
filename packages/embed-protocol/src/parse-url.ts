/** The address that a text is, or null. `URL.canParse` and `URL.parse` are younger than the browsers that the widget runs in. */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
