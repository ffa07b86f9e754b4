/** What the demo site is told by its environment. */
export interface DemoSiteEnv {
  host: string;
  port: number;
  /** where the loader and the widget come from */
  widgetOrigin: string;
}

/**
 * Reads the environment.
 * @throws Error that lists every variable that is wrong
 */
export function readEnv(env: Record<string, string | undefined>): DemoSiteEnv {
  const port = Number(env['DEMO_PORT'] || 8788);
  const widget = env['WIDGET_ORIGIN'] || 'http://127.0.0.1:8787';
  const wrong = [
    ...(Number.isInteger(port) && port >= 0 && port < 65_536 ? [] : ['DEMO_PORT must be a port number']),
    ...(/^https?:\/\/[^/]+\/?$/.test(widget) && URL.canParse(widget) ? [] : ['WIDGET_ORIGIN must be an origin such as http://127.0.0.1:8787']),
  ];
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return { host: env['HOST'] || '127.0.0.1', port, widgetOrigin: new URL(widget).origin };
}
