export { launchBrowser } from './browser/launch-browser.ts';
