/** The one sheet of all widgets. */
export const STYLES =
  ':host(:not([hidden])),iframe{display:block}' +
  '*{border:0}' +
  // max-height caps what the child asks for (R9: MAX_HEIGHT_PX). Light even on a dark page: a browser paints an opaque sheet behind a
  // frame whose colour scheme differs from its element's, and until the widget has loaded that would be a flash.
  'iframe{width:100%;height:5in;max-height:2e4px;color-scheme:light}' +
  // The skeleton. The first height that the child tells gives the frame a style of its own, and ends it.
  '[src]:not([style]){background:linear-gradient(#8882,#0000)}' +
  'a,button{padding:9px 1em}' +
  'dialog{padding:0;width:9in;max-width:100%}' +
  '::backdrop{background:#0009}' +
  // Over the widget's corner, which it keeps free there. The margin takes no room, and moves what is fixed by as much.
  'button{border-radius:2em;font:inherit;float:right;position:sticky;top:0;margin:0 0-3em}' +
  'dialog~*{position:fixed;inset:auto 1em 4em auto;z-index:9}';
