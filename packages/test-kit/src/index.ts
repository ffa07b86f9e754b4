export { type ChromiumChoice, findChromium } from './browser/find-chromium.ts';
export { launchBrowser } from './browser/launch-browser.ts';
export { type Clock, TestClock } from './clock/test-clock.ts';
export { createDatabase, type CreateDatabaseOptions, dropDatabase, type TestDatabase } from './database/create-database.ts';
export { ensureTemplate } from './database/ensure-template.ts';
export { shareTestServer } from './database/share-test-server.ts';
