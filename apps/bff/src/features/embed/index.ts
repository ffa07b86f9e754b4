export { presentWidgetConfig } from './present-config.ts';
export { embedRoutes, widgetConfigRoutes } from './routes.ts';
export { loadEmbedAssets, type EmbedAssets } from './widget-assets.ts';
