/** What a tenant's own website says and shows. */
export interface TenantSite {
  slug: string;
  name: string;
  /** one line for the index and the page's description */
  kind: string;
  place: string;
  nav: { offer: string; story: string; visit: string };
  hero: { kicker: string; title: string; text: string; action: string };
  offer: { title: string; items: { name: string; text: string; price: string }[] };
  story: { title: string; paragraphs: string[]; quote: string; by: string };
  book: { title: string; text: string };
  visit: { title: string; address: string[]; hours: [days: string, hours: string][]; phone: string; email: string };
  /** inline SVG; its colours are classes of the tenant's stylesheet */
  art: string;
  /** whether the picture may be cut to fill a tile, as one with a background to its edges may */
  artFills: boolean;
  /** one letter or sign for the logo and the favicon */
  mark: string;
  /** the favicon's ground and ink; hex without # */
  icon: [ground: string, ink: string];
}
