import type { EmbedAssets } from '../features/embed/index.ts';

/** A build of the widget and the loader that needs no building: names without the files behind them. */
export const builtAssets: EmbedAssets = {
  files: new Map(),
  widget: { script: '/assets/main.js', styles: ['/assets/main.css'], preloads: [], languages: { en: '/assets/en.js' }, draw: null },
  sdk: null,
};
