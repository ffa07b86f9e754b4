import type { Page } from './page-server.ts';

/** The pages that the widget is measured on: with it, in the room that docs/embed.md says to leave; with a bare React page in its place; with neither. */
export function hostPages(bff: string, tag: string, bareScript: string): ReadonlyMap<string, Page> {
  return new Map<string, Page>([
    ['/with-widget', html(`<style>#mais-widget{min-height:64rem}</style><div id="mais-widget"></div>${mark}${tag}`)],
    ['/with-bare-react', html(`${mark}<script>document.body.append(Object.assign(document.createElement('iframe'),{src:'/bare',style:'width:100%;height:600px'}))</script>`)],
    ['/with-nothing', html('')],
    ['/empty', html(`<script async src="${bff}/sdk/mais-sdk.js"></script>`)],
    ['/bare', html('<div id="root"></div><script type="module" src="/bare.js"></script>', '')],
    ['/bare.js', { contentType: 'text/javascript; charset=utf-8', text: bareScript }],
  ]);
}

// When the browser came to the tag.
const mark = '<script>globalThis.tagAtMs = performance.timeOrigin + performance.now()</script>';

const words = `<p>${'Half an hour in front of our camera, and the pictures a day later. '.repeat(12)}</p>`;

function html(body: string, around = words): Page {
  return {
    contentType: 'text/html; charset=utf-8',
    text: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Studio</title></head><body>${body}${around}</body></html>`,
  };
}
