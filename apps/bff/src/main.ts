import { configFrom } from './config/config.ts';
import { EnvError, readEnv } from './config/env.ts';
import { createApp } from './app.ts';
import { loadEmbedAssets } from './features/embed/index.ts';
import { quickAnswers } from './hot-answers.ts';
import { serveHttp } from './platform/http/serve.ts';
import { createLogger } from './platform/log.ts';
import { onStopSignal } from './platform/stop-signal.ts';
import { createServices } from './services.ts';

/** Running requests get this long to end once the process is told to stop. */
const DRAIN_MS = 10_000;

async function main(): Promise<void> {
  const config = configFrom(readEnv());
  const log = createLogger({ level: config.logLevel, name: 'bff' });
  const services = await createServices({ config, log, name: 'mais bff' });
  let draining = false;
  const app = createApp(services, { assets: await loadEmbedAssets(), isDraining: () => draining });
  const server = await serveHttp(app.fetch, {
    host: config.host, port: config.port, quick: quickAnswers(services), onError: (error) => log.error({ err: error }, 'an error passed the app by'),
  });
  log.info({ url: server.url }, 'listening');
  if (config.production && config.front === null) log.warn('PROXY_SECRET is not set: behind a front, all clients count as one for the limits');
  onStopSignal(async () => {
    draining = true;
    services.live.drain();
    await server.drain(DRAIN_MS);
    await services.close();
    log.info('stopped');
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof EnvError ? error.message : error);
  process.exit(1);
});
