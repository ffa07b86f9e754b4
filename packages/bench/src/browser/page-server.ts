import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync } from 'node:zlib';

export interface Page {
  readonly contentType: 'text/html; charset=utf-8' | 'text/javascript; charset=utf-8';
  readonly text: string;
}

export interface PageServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves pages from memory, by path, compressed once as a CDN does. */
export async function servePages(pages: ReadonlyMap<string, Page>): Promise<PageServer> {
  const bodies = new Map([...pages].map(([path, { text }]) => [path, brotliCompressSync(text)]));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const page = pages.get(pathname);
    if (page === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': page.contentType, 'content-encoding': 'br', 'cache-control': 'no-store' }).end(bodies.get(pathname));
  });
  // All of loopback: `localhost` and `127.0.0.1` are two sites.
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
