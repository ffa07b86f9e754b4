import { serve } from '@hono/node-server';
import { bundleReactApp } from './bundle.ts';
import { createDemoSite } from './app.ts';
import { readEnv } from './env.ts';

const { host, port, widgetOrigin } = readEnv(process.env);
const server = serve({ fetch: createDemoSite({ widgetOrigin, reactApp: await bundleReactApp() }).fetch, hostname: host, port }, (address) => {
  console.log(`demo site on http://${host}:${address.port}, widget from ${widgetOrigin}`);
});

server.on('error', (error) => {
  console.error(`The demo site cannot listen on ${host}:${port}: ${error.message}`);
  process.exit(1);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => process.exit(0)));
}
