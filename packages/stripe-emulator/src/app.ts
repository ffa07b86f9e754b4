import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { createControlRoutes } from './control/routes.ts';
import type { Emulator } from './emulator.ts';
import { createApi } from './http/api.ts';
import { createJsRoutes } from './js/routes.ts';
import { createPageRoutes } from './pages/routes.ts';

/** Everything that the emulator serves. */
export function createApp(emulator: Emulator): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', createApi({ base: emulator.context, keys: emulator.keys, faults: emulator.faults, afterCommit: () => emulator.wake() }));
  app.route('/_emulator', createControlRoutes(emulator));
  app.route('/js', createJsRoutes(emulator));
  app.route('/', createPageRoutes(emulator));
  return app;
}
