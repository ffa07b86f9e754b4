import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '@mais/test-kit';
import { build } from 'esbuild';
import { buildSdk } from './build.ts';

export type Browser = Awaited<ReturnType<typeof launchBrowser>>;
export type BrowserPage = Awaited<ReturnType<Browser['newPage']>>;
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Two origins: a host page's (localhost) and the widget's (127.0.0.1), with the built loader on the latter. */
export interface Fixture {
  browser: Browser;
  widgetOrigin: string;
  hostOrigin: string;
  /** every address that the widget's server was asked for, in order */
  asked: string[];
  /** how `/embed/…` answers: tests replace it to let the server fail */
  embed: Answer;
  /** the loader's tag, with what else it shall have */
  tag(attributes?: string): string;
  /** serves a page of the host; the headers are its own */
  page(path: string, html: string | Answer, headers?: Record<string, string>): string;
  close(): Promise<void>;
}

export async function createFixture(): Promise<Fixture> {
  const { loader, child } = await buildScripts();
  const pages = new Map<string, Answer>();
  const asked: string[] = [];

  const widget = await listen((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (path.startsWith('/sdk/mais-sdk.js')) response.writeHead(200, { 'content-type': 'text/javascript', ...FOR_ISOLATED_PAGES }).end(loader);
    else if (path === '/child.js') response.setHeader('content-type', 'text/javascript').end(child);
    else if (path.startsWith('/embed/')) fixture.embed(request, response);
    else response.writeHead(404).end();
  });
  const host = await listen((request, response) => {
    const answer = pages.get(new URL(request.url ?? '', 'http://localhost').pathname);
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  const browser = await launchBrowser();
  const widgetOrigin = `http://127.0.0.1:${port(widget)}`;
  const hostOrigin = `http://localhost:${port(host)}`;

  const fixture: Fixture = {
    browser,
    widgetOrigin,
    hostOrigin,
    asked,
    embed: answerWell,
    tag: (attributes = '') => `<script async src="${widgetOrigin}/sdk/mais-sdk.js" ${attributes}></script>`,
    page(path, html, headers = {}) {
      const asHtml: Answer = (_request, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html);
      pages.set(path, typeof html === 'string' ? asHtml : html);
      return hostOrigin + path;
    },
    async close() {
      await browser.close();
      for (const server of [widget, host]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
  return fixture;
}

/** As the real server says it. */
const FOR_ISOLATED_PAGES = { 'cross-origin-resource-policy': 'cross-origin' };

/** The widget's page as it should be. */
export const answerWell: Answer = (_request, response) => {
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...FOR_ISOLATED_PAGES })
    .end('<!doctype html><title>child</title><style>body{margin:0}</style><div id="content">widget</div><script type="module" src="/child.js"></script>');
};

export const answerWith500: Answer = (_request, response) => {
  response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>500</h1>');
};

export const answerNever: Answer = () => {};

async function buildScripts(): Promise<{ loader: string; child: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'mais-sdk-test-'));
  try {
    await buildSdk(folder);
    const loader = await readFile(join(folder, 'mais-sdk.js'), 'utf8');
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('fixture-child.ts', import.meta.url))],
      bundle: true, write: false, format: 'esm', target: 'es2022',
    });
    return { loader, child: outputFiles[0]?.text ?? '' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function listen(answer: Answer): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

function port(server: Server): number {
  return (server.address() as AddressInfo).port;
}
